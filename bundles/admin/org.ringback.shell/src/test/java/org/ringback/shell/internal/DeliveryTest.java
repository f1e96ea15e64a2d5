package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.ringback.shell.link.Frame;

public class DeliveryTest {
    @Rule
    public final Timeout timeout = Timeout.seconds(30);

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private Delivery delivery;

    @Test
    public void whoSaysNothingInTimeHasNotGotItWhateverIsSaidLater() {
        FrameWriter writer = new FrameWriter(sent);
        delivery = new Delivery(writer, new SessionInput(), Duration.ZERO);
        assertFalse(delivery.confirmed());
        delivery.answered();
        int before = sent.size();
        writer.stream(Frame.Type.OUTPUT).println("more");
        assertEquals("and gets no more", before, sent.size());
        assertFalse(delivery.confirmed());
    }

    @Test
    public void whoSaysThatItIsWrittenHasIt() {
        OutputStream answering = new OutputStream() {
            @Override
            public void write(int one) {
                write(new byte[1], 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                sent.write(bytes, offset, length);
                if (sent.size() == Integer.BYTES + 1) {
                    delivery.answered();
                }
            }
        };
        delivery = new Delivery(new FrameWriter(answering), new SessionInput(), Duration.ofDays(1));
        assertTrue(delivery.confirmed());
    }
}
