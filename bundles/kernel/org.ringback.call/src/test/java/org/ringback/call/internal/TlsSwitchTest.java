package org.ringback.call.internal;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.Test;
import org.ringback.call.core.ConversationState;

/** Calls move from one TLS session of the product's own crypto to the next, in memory, however the bytes are cut. */
public class TlsSwitchTest {
    private static final int TIMES = 100;

    /** What comes together is heard together. */
    @Test
    public void manySwitchesLoseNoByteWhereAllIsHeardAtOnce() throws Exception {
        move(IntUnaryOperator.identity());
    }

    @Test
    public void manySwitchesLoseNoByteInPiecesOfAnyLength() throws Exception {
        Random random = new Random(2);
        move(length -> 1 + random.nextInt(Math.min(length, 20_000)));
    }

    /** So that each record's header, and each end of a record, is cut. */
    @Test
    public void manySwitchesLoseNoByteInPiecesOfAFewBytes() throws Exception {
        Random random = new Random(3);
        move(length -> Math.min(length, 1 + random.nextInt(7)));
    }

    private static void move(IntUnaryOperator cut) throws Exception {
        TlsCall call = new TlsCall(1, cut);
        call.issuer.open();
        call.settle();
        ConversationState there = call.issuer.opened.remove();
        ConversationState here = call.acceptor.opened.remove();
        Random random = new Random(4);
        for (int time = 1; time <= TIMES; time++) {
            byte[] up = new byte[1 + random.nextInt(30_000)];
            byte[] down = new byte[1 + random.nextInt(30_000)];
            random.nextBytes(up);
            random.nextBytes(down);
            assertEquals(up.length, TlsCall.write(call.issuer, there, up));
            assertEquals(down.length, TlsCall.write(call.acceptor, here, down));
            // Now the acceptor, now the issuer, now both begin to send first.
            if (time % 3 != 0) {
                call.issuer.pump();
            }
            call.acceptor.multiplexer.sessions().begin();
            call.issuer.multiplexer.sessions().ask();
            call.settle();
            assertArrayEquals(up, TlsCall.read(call.acceptor, here, 64_000));
            assertArrayEquals(down, TlsCall.read(call.issuer, there, 64_000));
            call.settle();
            assertEquals(time, call.issuer.moved);
            assertEquals(time, call.acceptor.moved);
        }
        assertNull(call.issuer.multiplexer.end());
        assertNull(call.acceptor.multiplexer.end());
    }

    /** Somebody on the path joins the ends of two calls of the same two devices: both handshakes succeed. */
    @Test
    public void callsThatAreCrossedBehindSwitchEndInWordsAndNoByteChangesCalls() throws Exception {
        TlsCall one = new TlsCall(5, IntUnaryOperator.identity());
        TlsCall other = new TlsCall(6, IntUnaryOperator.identity());
        for (TlsCall call : List.of(one, other)) {
            call.issuer.open();
            call.settle();
            TlsCall.write(call.issuer, call.issuer.opened.peek(), new byte[] {1, 2, 3});
            TlsCall.write(call.acceptor, call.acceptor.opened.peek(), new byte[] {4, 5, 6});
            call.agree();
        }
        TlsCall.cross(one, other);
        for (TlsCall call : List.of(one, other)) {
            assertEquals("the call could not move to another session: closed", call.acceptor.multiplexer.end());
            assertEquals(
                    "switch to another session: the next session carries another call", call.issuer.multiplexer.end());
            assertEquals(0, TlsCall.read(call.issuer, call.issuer.opened.peek(), 9).length);
            assertEquals(0, TlsCall.read(call.acceptor, call.acceptor.opened.peek(), 9).length);
            assertTrue(call.issuer.moved + call.acceptor.moved == 0);
        }
    }
}
