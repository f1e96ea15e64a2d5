package org.ringback.shell.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.Test;
import org.ringback.shell.link.Frame;

public class SessionInputTest {
    private final SessionInput input = new SessionInput();

    @Test
    public void whatWasReadIsWiped() throws Exception {
        byte[] typed = "secret\n".getBytes(UTF_8);
        input.put(typed);
        for (byte expected : "secret\n".getBytes(UTF_8)) {
            assertEquals(expected, input.read());
        }
        assertArrayEquals(new byte[7], typed);
    }

    @Test
    public void whatNobodyReadsIsWipedAtTheEnd() throws Exception {
        byte[] unread = "secret\n".getBytes(UTF_8);
        input.put(unread);
        input.close();
        assertArrayEquals(new byte[7], unread);
        byte[] late = "secret\n".getBytes(UTF_8);
        input.put(late);
        assertArrayEquals(new byte[7], late);
    }

    @Test
    public void theFrameThatCarriedItIsWipedOnceItIsSent() throws IOException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        byte[][] seen = new byte[1][];
        new Frame(Frame.Type.INPUT, "secret".getBytes(UTF_8)).write(new OutputStream() {
            @Override
            public void write(int one) {
                throw new AssertionError("in one piece");
            }

            @Override
            public void write(byte[] bytes) {
                seen[0] = bytes;
                sent.writeBytes(bytes);
            }
        });
        assertEquals("secret", sent.toString(UTF_8).substring(5));
        assertArrayEquals(new byte[11], seen[0]);
    }
}
