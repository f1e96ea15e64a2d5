package org.ringback.relay.internal;

import static org.junit.Assert.assertEquals;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.Test;
import org.ringback.kernel.FirstBytes;
import org.ringback.spi.Beginning;
import org.ringback.wire.Door;
import org.ringback.wire.RelayTicket;
import org.ringback.wire.TransactionId;

/** A Relay Bind is known by its first bytes, wherever they are cut, and nothing else is taken for one. */
public class RelayBindsTest {
    private static final byte[] BIND = RelayTicket.random(new Random(8)).bind(new TransactionId(1, 2));

    private static Optional<Beginning> look(byte[] came) {
        return RelayBinds.look(ByteBuffer.wrap(came)).map(FirstBytes::beginning);
    }

    @Test
    public void itIsPartUntilItsLastByteAndThenWhole() {
        for (int cut = 1; cut < BIND.length; cut++) {
            assertEquals(cut + " bytes", Optional.of(Beginning.PART), look(Arrays.copyOf(BIND, cut)));
        }
        assertEquals(Optional.of(Beginning.WHOLE), look(BIND));
        assertEquals("more is its reader's matter", Optional.of(Beginning.WHOLE), look(Arrays.copyOf(BIND, 200)));
        assertEquals(BIND.length, RelayBinds.length(ByteBuffer.wrap(BIND)));
    }

    @Test
    public void whatComesBeforeItInTheBufferIsNotLookedAt() {
        byte[] behind = new byte[BIND.length + 3];
        System.arraycopy(BIND, 0, behind, 3, BIND.length);
        ByteBuffer came = ByteBuffer.wrap(behind, 3, BIND.length);
        assertEquals(Beginning.WHOLE, RelayBinds.look(came).orElseThrow().beginning());
        assertEquals("nothing is read", BIND.length, came.remaining());
    }

    @Test
    public void oneThatSaysItIsLongerThanAnyIsWrongAtOnce() {
        byte[] longer = Arrays.copyOf(BIND, 4);
        ByteBuffer.wrap(longer).putShort(2, (short) (Door.SERVER_RELAY.maxLength() - 20));
        assertEquals(Optional.of(Beginning.PART), look(longer));
        ByteBuffer.wrap(longer).putShort(2, (short) (Door.SERVER_RELAY.maxLength() - 20 + 4));
        assertEquals(Optional.of(Beginning.WRONG), look(longer));
    }

    @Test
    public void whatBeginsOtherwiseIsLeftToTheProtections() {
        assertEquals(Optional.empty(), look(new byte[] {0x16}));
        assertEquals(Optional.empty(), look(new byte[] {0x16, 3, 1}));
        byte[] almost = {BIND[0], (byte) (BIND[1] ^ 1), 0, 0};
        assertEquals(Optional.empty(), look(almost));
        assertEquals(Optional.empty(), look(Arrays.copyOf(almost, 2)));
    }
}
