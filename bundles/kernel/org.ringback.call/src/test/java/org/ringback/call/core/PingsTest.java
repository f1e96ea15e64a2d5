package org.ringback.call.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** How long a PING took until its PONG, as somebody waits for that. */
public class PingsTest {
    private static final Duration WAY = Duration.ofMillis(20);

    private final BothEnds pair = new BothEnds(ConversationLimits.DEFAULT);
    private final Pings pings = pair.issuer.multiplexer.pings();

    private long begin() {
        return pings.begin(pair.now()).orElseThrow();
    }

    private List<Pings.Answer> answers() {
        List<Pings.Answer> all = new ArrayList<>();
        for (Pings.Answer next = pings.answer(); next != null; next = pings.answer()) {
            all.add(next);
        }
        return all;
    }

    private static Pings.Answer after(long value, Duration time) {
        return new Pings.Answer(value, Optional.of(time));
    }

    @Test
    public void theTimeUntilThePongIsTold() {
        long ping = begin();
        pair.carry(pair.issuer);
        pair.pass(WAY);
        assertEquals(List.of(), answers());
        pair.carry(pair.acceptor);
        assertEquals(List.of(after(ping, WAY)), answers());
        assertNull(pair.issuer.multiplexer.end());
    }

    /** [CONV-15] */
    @Test
    public void ofSeveralTheLastMayBeAnsweredAlone() {
        long first = begin();
        pair.pass(WAY);
        long second = begin();
        pair.carry(pair.issuer);
        pair.carry(pair.acceptor);
        assertEquals(List.of(after(first, WAY), after(second, Duration.ZERO)), answers());
    }

    @Test
    public void aPongThatNobodyWaitsForTellsNothing() {
        long ping = begin();
        pair.sent(pair.issuer);
        pair.inject(pair.issuer, pong(ping + 1));
        assertEquals(List.of(), answers());
        pair.inject(pair.issuer, pong(ping));
        pair.inject(pair.issuer, pong(ping));
        assertEquals(List.of(after(ping, Duration.ZERO)), answers());
    }

    private static ByteBuffer pong(long value) {
        ByteBuffer out = Frames.buffer();
        FrameEncoder.pong(out, value);
        return out;
    }

    @Test
    public void after5SecondsItIsGivenUpAndTheCallGoesOn() {
        long ping = begin();
        pair.sent(pair.issuer);
        assertEquals(pair.now().plus(Pings.LIMIT), pair.issuer.multiplexer.deadline());
        pair.pass(Pings.LIMIT.minusNanos(1));
        assertEquals(List.of(), answers());
        pair.pass(Duration.ofNanos(1));
        assertEquals(List.of(new Pings.Answer(ping, Optional.empty())), answers());
        assertNull(pair.issuer.multiplexer.end());
    }

    @Test
    public void theSignOfLifeThatIsAskedForMeanwhileAsksTheSame() {
        pair.pass(ConversationLimits.DEFAULT.ping().minus(WAY));
        long ping = begin();
        pair.sent(pair.issuer); // and lost, as on a path that stalls
        pair.pass(WAY);
        pair.carry(pair.issuer);
        pair.carry(pair.acceptor);
        assertEquals(List.of(after(ping, WAY)), answers());
    }

    @Test
    public void soManyMayWaitAndOneMoreOnceOneIsAnswered() {
        for (int i = 0; i < Pings.MOST; i++) {
            begin();
        }
        assertEquals(Optional.empty(), pings.begin(pair.now()));
        pair.settle();
        assertEquals(Pings.MOST, answers().size());
        begin();
    }
}
