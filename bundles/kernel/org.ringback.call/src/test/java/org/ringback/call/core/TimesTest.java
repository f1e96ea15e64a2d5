package org.ringback.call.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;

import java.time.Duration;
import java.util.List;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.Moment;

/** When an end wants to be woken, and what it does then. */
public class TimesTest {
    private static final ConversationLimits LIMITS = ConversationLimits.DEFAULT;

    private final BothEnds pair = new BothEnds(LIMITS);
    private final BothEnds.Side end = pair.acceptor;
    private ConversationState conversation;

    @Before
    public void conversation1IsOpen() {
        pair.inject(end, Frames.open(1, 1000));
        conversation = end.opened.remove();
        pair.sent(end);
    }

    @Test
    public void anIdleEndWakesToAskForASignOfLife() {
        wakesAt(pair.now(), LIMITS.ping());
        pair.pass(Duration.ofSeconds(5));
        pair.inject(end, Frames.data(1, 0, new byte[1]));
        wakesAt(pair.now(), LIMITS.ping());
    }

    @Test
    public void anEndThatAskedAsksAgainAnIntervalLater() {
        pair.pass(LIMITS.ping().plusSeconds(1));
        assertEquals(List.of("PING"), Frames.words(pair.sent(end)));
        wakesAt(pair.now(), LIMITS.ping());
    }

    @Test
    public void readBytesWakeItToAcknowledge() {
        pair.inject(end, Frames.data(1, 0, new byte[10]));
        Moment read = pair.now();
        pair.read(end, conversation, 5);
        wakesAt(read, LIMITS.ackDelay());
        pair.pass(Duration.ofMillis(20));
        pair.read(end, conversation, 5);
        wakesAt(read, LIMITS.ackDelay());
        pair.pass(Duration.ofMillis(30));
        assertEquals(List.of("ACK 1 10 " + (LIMITS.window() + 10)), Frames.words(pair.sent(end)));
        wakesAt(read, LIMITS.ping());
    }

    @Test
    public void readingNothingWakesNobody() {
        pair.read(end, conversation, 5);
        wakesAt(pair.now(), LIMITS.ping());
    }

    @Test
    public void aPeerThatDoesNotEndIsWaitedForFromTheDiscardOn() {
        end.multiplexer.finish(conversation);
        pair.sent(end);
        pair.inject(end, Frames.ack(1, 1, 1000));
        staysAlive(LIMITS.linger());
        end.multiplexer.discard(conversation, pair.now());
        isAbandonedAfter(LIMITS.linger());
    }

    @Test
    public void aPeerThatDoesNotEndIsWaitedForFromItsLastAcknowledgementOn() {
        pair.write(end, conversation, new byte[10]);
        end.multiplexer.finish(conversation);
        end.multiplexer.discard(conversation, pair.now());
        pair.sent(end);
        staysAlive(LIMITS.linger());
        pair.inject(end, Frames.ack(1, 11, 1000));
        isAbandonedAfter(LIMITS.linger());
    }

    @Test
    public void signsOfLifeDoNotMakeTheWaitForThePeersEndLonger() {
        end.multiplexer.finish(conversation);
        pair.sent(end);
        pair.inject(end, Frames.ack(1, 1, 1000));
        end.multiplexer.discard(conversation, pair.now());
        passAlive(LIMITS.linger().minusSeconds(10));
        pair.inject(end, Frames.ack(1, 1, 2000));
        isAbandonedAfter(Duration.ofSeconds(10));
    }

    @Test
    public void anEndThatStillReadsWaitsForThePeersEndForEver() {
        end.multiplexer.finish(conversation);
        pair.sent(end);
        pair.inject(end, Frames.ack(1, 1, 1000));
        staysAlive(LIMITS.linger().multipliedBy(3));
    }

    private void staysAlive(Duration time) {
        passAlive(time);
        assertFalse(conversation.over());
        wakesAt(pair.now(), LIMITS.ping());
    }

    /** Time passes with a sign of life every few seconds. */
    private void passAlive(Duration time) {
        for (long left = time.toSeconds(); left > 0; left -= 10) {
            pair.pass(Duration.ofSeconds(Math.min(left, 10)));
            pair.inject(end, Frames.bytes(7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        }
        pair.sent(end);
        assertNull(end.multiplexer.end());
    }

    private void isAbandonedAfter(Duration time) {
        Moment from = pair.now();
        passAlive(time.minusSeconds(1));
        wakesAt(from, time);
        pair.pass(Duration.ofSeconds(1).minusNanos(1));
        assertFalse(conversation.over());
        pair.pass(Duration.ofNanos(1));
        assertEquals("reset here: " + ResetCode.ABANDONED.words(), conversation.failure());
        assertEquals(List.of("RESET 1 " + ResetCode.ABANDONED.words()), Frames.words(pair.sent(end)));
    }

    private void wakesAt(Moment from, Duration after) {
        assertEquals(from.plus(after), end.multiplexer.deadline());
    }
}
