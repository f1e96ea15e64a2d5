package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.Test;
import org.ringback.api.Conversation;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.control.Ring;

/** What a person hears while a ring waits for silent equipment. */
public final class SilentWaitTest {
    private static final Duration STEP = Duration.ofSeconds(10);

    private final CompletableFuture<Duration> waiting = new CompletableFuture<>();
    private final List<String> told = new ArrayList<>();
    private long now;
    private int rounds;

    /** A ring that is answered after so many rounds, and waits for the equipment from the first one on. */
    private class SlowRing implements Ring {
        private final CompletableFuture<RingStory> answer;

        SlowRing(int roundsBefore, Duration atMost) {
            answer = new CompletableFuture<>() {
                @Override
                public RingStory get(long timeout, TimeUnit unit) throws TimeoutException {
                    if (rounds++ >= roundsBefore) {
                        return FakeControls.story(true);
                    }
                    waiting.complete(atMost);
                    now += unit.toNanos(timeout);
                    throw new TimeoutException();
                }
            };
        }

        @Override
        public RingNonce nonce() {
            return FakeControls.story(true).nonce();
        }

        @Override
        public CompletionStage<RingStory> answer() {
            return answer;
        }

        @Override
        public CompletionStage<Duration> waiting() {
            return waiting;
        }

        @Override
        public Conversation open() throws IOException {
            throw new IOException("not answered");
        }

        @Override
        public void close() {
            // Nothing stands.
        }
    }

    private RingStory wait(Ring ring) {
        return new SilentWait(() -> now, STEP).on(ring, FakeControls.LAMP, told::add);
    }

    @Test
    public void aLongWaitIsToldAtOnceAndThenCounted() {
        assertTrue(wait(new SlowRing(4, Duration.ofSeconds(45))).answered());
        assertEquals(
                List.of(
                        "lamp-1 is silent; waiting until it registers with the server, at most 45 s",
                        "silent still: 10 s of at most 45 s",
                        "silent still: 20 s of at most 45 s",
                        "silent still: 30 s of at most 45 s",
                        "silent still: 40 s of at most 45 s"),
                told);
    }

    @Test
    public void aRingThatIsAnsweredAtOnceSaysNothing() {
        assertTrue(wait(new SlowRing(0, STEP)).answered());
        assertEquals(List.of(), told);
    }

    @Test
    public void afterTheLongestWaitNothingMoreIsCountedAndTheWaitEnds() {
        wait(new SlowRing(SilentWait.MOST, Duration.ofSeconds(20)));
        assertEquals("silent still: 10 s of at most 20 s", told.get(told.size() - 1));
        assertEquals(SilentWait.MOST + 1, rounds);
    }

    @Test
    public void aPersonWhoInterruptsWaitsNoLonger() {
        Thread.currentThread().interrupt();
        Ring never = new SlowRing(0, STEP) {
            @Override
            public CompletionStage<RingStory> answer() {
                return new CompletableFuture<>();
            }
        };
        assertEquals(
                "interrupted",
                assertThrows(CommandFailure.class, () -> wait(never)).getMessage());
        assertTrue(Thread.interrupted());
    }
}
