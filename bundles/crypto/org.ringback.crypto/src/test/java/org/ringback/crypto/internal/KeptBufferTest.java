package org.ringback.crypto.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertSame;

import java.nio.ByteBuffer;
import org.junit.Test;

public class KeptBufferTest {
    private final KeptBuffer kept = new KeptBuffer(100);

    @Test
    public void theNextUseFindsTheSameBufferWithoutWhatStoodInIt() {
        ByteBuffer first = kept.take();
        first.put(new byte[] {1, 2, 3}).flip();
        kept.giveBack(first);
        ByteBuffer second = kept.take();
        assertSame(first, second);
        assertEquals(100, second.remaining());
        while (second.hasRemaining()) {
            assertEquals(0, second.get());
        }
    }

    @Test
    public void aUseWithinAUseHasABufferOfItsOwn() {
        ByteBuffer outer = kept.take();
        ByteBuffer inner = kept.take();
        assertNotSame(outer, inner);
        kept.giveBack(inner.flip());
        assertSame(inner, kept.take());
    }
}
