package org.ringback.shell.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.junit.Test;

public class FrameTest {
    @Test
    public void everyTypeComesBackAsItWasWritten() throws IOException {
        for (Frame.Type type : Frame.Type.values()) {
            Frame read =
                    read(written(new Frame(type, "päyload".getBytes(UTF_8)))).orElseThrow();
            assertEquals(type, read.type());
            assertArrayEquals("päyload".getBytes(UTF_8), read.payload());
        }
    }

    @Test
    public void theLongestPayloadPassesAndALongerOneIsRefused() throws IOException {
        Frame longest = new Frame(Frame.Type.INPUT, new byte[Frame.MAX_PAYLOAD]);
        assertEquals(Frame.MAX_PAYLOAD, read(written(longest)).orElseThrow().payload().length);
        Frame tooLong = new Frame(Frame.Type.INPUT, new byte[Frame.MAX_PAYLOAD + 1]);
        assertThrows(IllegalArgumentException.class, () -> written(tooLong));
    }

    @Test
    public void aFrameCutAtAnyByteIsNoEndOfStream() throws IOException {
        byte[] whole = written(new Frame(Frame.Type.OUTPUT, "cut me".getBytes(UTF_8)));
        for (int length = 1; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows("cut after " + length, EOFException.class, () -> read(cut));
        }
        assertFalse(read(new byte[0]).isPresent());
    }

    @Test
    public void aLengthBeyondTheLimitIsRefusedBeforeAnythingIsAllocated() {
        for (int length : new int[] {Frame.MAX_PAYLOAD + 1, Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
            byte[] bytes = ByteBuffer.allocate(5).put((byte) 'I').putInt(length).array();
            IOException e = assertThrows(IOException.class, () -> read(bytes));
            assertTrue(e.getMessage(), e.getMessage().contains("expected: at most"));
        }
    }

    @Test
    public void anUnknownTypeIsRefused() {
        IOException e = assertThrows(IOException.class, () -> read(new byte[] {'?', 0, 0, 0, 0}));
        assertTrue(e.getMessage(), e.getMessage().contains("C, I, E, U, D, L, O, R, S, Q, X"));
    }

    private static byte[] written(Frame frame) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        frame.write(out);
        return out.toByteArray();
    }

    private static Optional<Frame> read(byte[] bytes) throws IOException {
        return Frame.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }
}
