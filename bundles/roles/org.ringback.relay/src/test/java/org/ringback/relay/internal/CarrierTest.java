package org.ringback.relay.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.relay.core.RelayShares;
import org.ringback.relay.core.RelayedPair;
import org.ringback.spi.CloseReason;
import org.ringback.transport.ConnectionHandler;

/** What comes from one end goes to the other, within its share, and what ends one ends both; sockets and time are played. */
public class CarrierTest {
    private static final int MIB = 1 << 20;
    private static final RelayedPair PAIR = new RelayedPair(new EquipmentId("anna"), new EquipmentId("lamp-1"));
    private static final Duration MOMENT = Duration.ofNanos(1);

    private final PlayedTime time = new PlayedTime();
    private final List<Long> reported = new ArrayList<>();
    private int ended;
    private PlayedLeg issuer = new PlayedLeg();
    private PlayedLeg acceptor = new PlayedLeg();
    private Carrier carrier;

    @Before
    public void join() {
        join(1_000L * MIB);
    }

    private void join(long bytesPerSecond) {
        issuer = new PlayedLeg();
        acceptor = new PlayedLeg();
        carrier = new Carrier(time, new RelayShares(bytesPerSecond, bytesPerSecond), 1, PAIR, new Carrier.Owner() {
            @Override
            public void carried(long bytes) {
                reported.add(bytes);
            }

            @Override
            public void ended() {
                ended++;
            }
        });
        issuer.opens(carrier.issuer());
        assertTrue("nothing is read before the other end is there", issuer.paused);
        acceptor.opens(carrier.acceptor());
        assertFalse(issuer.paused);
        assertFalse(acceptor.paused);
    }

    @Test
    public void bytesGoToTheOtherEndInOrderAndToNobodyElse() {
        issuer.says("one ");
        acceptor.says("two");
        issuer.says("three");
        assertEquals("one three", acceptor.heard());
        assertEquals("two", issuer.heard());
    }

    @Test
    public void anEndThatTakesNothingStopsTheOthersReadingAlone() {
        acceptor.full = true;
        issuer.says("much");
        assertTrue(issuer.paused);
        assertFalse("the other way goes on", acceptor.paused);
        acceptor.says("still");
        assertEquals("still", issuer.heard());

        acceptor.full = false;
        carrier.acceptor().writable(acceptor);
        assertFalse(issuer.paused);
    }

    @Test
    public void theEndOfADirectionPassesOnAndTheOtherDirectionGoesOn() {
        carrier.issuer().inputFinished(issuer);
        assertTrue(acceptor.finished);
        assertFalse(issuer.finished);
        acceptor.says("late");
        assertEquals("late", issuer.heard());
        carrier.acceptor().inputFinished(acceptor);
        assertTrue(issuer.finished);
        assertEquals(0, ended);
    }

    @Test
    public void anEndThatIsOverTakesTheOtherWithItBehindWhatItSaid() {
        issuer.says("last words");
        over(carrier.issuer());
        assertEquals("last words", acceptor.heard());
        assertTrue(acceptor.abortedBehind);
        assertEquals("its place is not free before both are gone", 0, ended);
        over(carrier.acceptor());
        assertEquals("told once", 1, ended);
        assertEquals("what was not told yet", List.of(10L), reported);
        assertEquals("no timer is left", 0, time.timers());
    }

    private void over(ConnectionHandler end) {
        end.closed(CloseReason.of(CloseReason.Kind.BROKEN, "reset"));
    }

    @Test
    public void anEndThatIsOverInOrderLeavesTheOtherTwoMinutesToReadWhatWasSaid() {
        issuer.says("last words");
        carrier.issuer().closed(CloseReason.of(CloseReason.Kind.CLOSED_THERE, "closed by the peer"));
        assertTrue(acceptor.left);
        assertFalse(acceptor.abortedBehind);
        time.pass(Carrier.IDLE);
        assertTrue(acceptor.aborted);
    }

    @Test
    public void aCutEndsBothAtOnce() {
        carrier.cut();
        assertTrue(issuer.aborted);
        assertTrue(acceptor.aborted);
        over(carrier.issuer());
        assertEquals(0, ended);
        over(carrier.acceptor());
        assertEquals(1, ended);
    }

    @Test
    public void anEndThatOpensBehindTheCutIsAborted() {
        Carrier early = new Carrier(time, new RelayShares(1, 1), 2, PAIR, new Carrier.Owner() {
            @Override
            public void carried(long bytes) {
                throw new AssertionError("nothing came");
            }

            @Override
            public void ended() {
                ended++;
            }
        });
        early.cut();
        PlayedLeg late = new PlayedLeg();
        late.opens(early.acceptor());
        assertTrue(late.aborted);
        assertEquals(1, ended);
    }

    @Test
    public void twoMinutesWithoutAByteEndItAndAByteOfEitherBeginsThemAnew() {
        time.pass(Carrier.IDLE.minus(MOMENT));
        acceptor.says("x");
        time.pass(Carrier.IDLE.minus(MOMENT));
        assertEquals(0, ended);
        assertFalse(issuer.aborted);
        time.pass(MOMENT);
        assertTrue(issuer.aborted);
        assertTrue(acceptor.aborted);
    }

    @Test
    public void whoTookMoreThanItsShareIsReadAgainOnceThatIsOver() {
        join(MIB);
        issuer.says(new byte[MIB / 2]);
        assertTrue(issuer.paused);
        assertTrue("both ways are one call's", acceptor.paused);
        time.pass(Duration.ofMillis(499));
        assertTrue(issuer.paused);
        time.pass(Duration.ofMillis(2));
        assertFalse(issuer.paused);
        assertFalse(acceptor.paused);
    }

    @Test
    public void aShareThatIsBackReadsNobodyWhoseOtherEndIsFull() {
        join(MIB);
        acceptor.full = true;
        issuer.says(new byte[MIB / 2]);
        time.pass(Duration.ofSeconds(1));
        assertTrue(issuer.paused);
        assertFalse(acceptor.paused);
        carrier.acceptor().writable(acceptor);
        assertTrue("it is full still", issuer.paused);
    }

    @Test
    public void everyMebibyteIsToldAndTheRestAtTheEnd() {
        issuer.says(new byte[MIB - 1]);
        assertEquals(List.of(), reported);
        acceptor.says(new byte[3]);
        assertEquals(List.of(MIB + 2L), reported);
        issuer.says(new byte[5]);
        over(carrier.acceptor());
        assertEquals(List.of(MIB + 2L, 5L), reported);
    }

    @Test
    public void whatIsLessThanAMebibyteIsToldWithinTwoMinutes() {
        issuer.says("a word");
        time.pass(Carrier.IDLE.minus(MOMENT));
        assertEquals(List.of(), reported);
        issuer.says("one");
        time.pass(MOMENT);
        assertEquals(List.of(9L), reported);
    }

    @Test
    public void noByteIsEverReadHere() {
        ByteBuffer bytes = ByteBuffer.wrap("secret".getBytes(US_ASCII));
        assertThrows(IllegalStateException.class, () -> carrier.issuer().received(issuer, bytes));
        assertThrows(IllegalStateException.class, () -> carrier.acceptor().received(acceptor, bytes));
    }
}
