package org.ringback.relay.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.ringback.api.Moment;
import org.ringback.kernel.Action;
import org.ringback.kernel.Core;
import org.ringback.kernel.CoreRunner;
import org.ringback.kernel.Event;
import org.ringback.kernel.HeldSuites;
import org.ringback.relay.core.RelayRig;
import org.ringback.relay.core.RelaySettings.Relaying;
import org.ringback.store.Store;
import org.ringback.transport.Transport;

/**
 * A pair that takes all it can get keeps no other from its call: of the places, of the line, and of the bytes of a day. The
 * core and what carries are the server's own; sockets and time are played.
 */
public class GreedyPairTest {
    private static final int PLACES = 8;
    private static final int PER_SECOND = 1 << 20;
    private static final int BLOCK = 16 << 10;
    private static final Duration STEP = Duration.ofMillis(1);
    private static final int STEPS_PER_SECOND = 1_000;
    private static final int SECONDS = 10;
    private static final long FAR = 1 << 30;

    private final RelayRig rig = new RelayRig();
    private final PlayedTime time = new PlayedTime();
    private final CoreRunner<Core> runner = new CoreRunner<>(
            new CoreRunner.Surroundings(
                    unused(Transport.class), time, unused(Store.class), new HeldSuites(), address -> true),
            new Played(),
            event -> {},
            this::perform,
            "this test");
    private final RelayedConnections relayed = new RelayedConnections(runner, limits(FAR), closed -> {});
    private final List<Call> greedy = new ArrayList<>();
    private long came;

    /** The server's core, whose time is the rig's. */
    private final class Played implements Core {
        @Override
        public List<Action> handle(Event event, Moment now) {
            return rig.handle(event);
        }

        @Override
        public long nextDeadline() {
            return Long.MAX_VALUE;
        }
    }

    /** Both ends of a ring that was judged. */
    private record Call(PlayedLeg issuer, PlayedLeg acceptor) {
        boolean stands() {
            return !issuer.closed && !issuer.aborted;
        }

        /** The issuer says a block, if it is read; how many bytes. */
        int says() {
            if (!stands() || issuer.paused) {
                return 0;
            }
            issuer.says(new byte[BLOCK]);
            return BLOCK;
        }
    }

    private static Relaying limits(long perDayOfPair) {
        return new Relaying(true, PLACES, PER_SECOND, PER_SECOND, FAR, FAR, perDayOfPair);
    }

    private static <T> T unused(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    throw new UnsupportedOperationException(method.getName());
                }));
    }

    private void perform(Action action) {
        relayed.perform(action);
    }

    private Call rings() {
        List<byte[]> binds = rig.binds();
        Call call = new Call(comes(binds.get(0)), comes(binds.get(1)));
        rig.reached();
        return call;
    }

    private PlayedLeg comes(byte[] bind) {
        PlayedLeg leg = new PlayedLeg();
        leg.opens(relayed.expect(++came));
        leg.says(bind);
        return leg;
    }

    /** One pair asks for all places there are; then the other comes. */
    private Call modestBesideGreedy(long perDayOfPair) {
        rig.limit(limits(perDayOfPair));
        for (int i = 0; i < PLACES; i++) {
            Call call = rings();
            if (call.stands()) {
                greedy.add(call);
            }
        }
        assertEquals("the last quarter is for others", PLACES * 3 / 4, greedy.size());
        rig.newcomer("bert");
        Call modest = rings();
        assertTrue(modest.stands());
        assertEquals("nobody had to go for it", 0, rig.count("relay.made-room"));
        return modest;
    }

    /** All calls of the greedy pair say all they may; the modest one so much a second; what that got to the other end. */
    private int saysBesideGreedy(Call modest, int perSecond) {
        int before = modest.acceptor().got();
        int said = 0;
        for (int step = 0; step < SECONDS * STEPS_PER_SECOND; step++) {
            greedy.forEach(Call::says);
            if (said < (long) perSecond * step / STEPS_PER_SECOND) {
                said += modest.says();
            }
            time.pass(STEP);
        }
        return modest.acceptor().got() - before;
    }

    private int greedyGot() {
        return greedy.stream().mapToInt(call -> call.acceptor().got()).sum();
    }

    private static void assertNear(int expected, int actual) {
        assertTrue(actual + " (expected: about " + expected + ")", Math.abs(actual - expected) < expected / 5);
    }

    @Test
    public void whoWantsLittleGetsItBesideAPairThatFloodsAllItsCalls() {
        Call modest = modestBesideGreedy(FAR);
        int wanted = PER_SECOND / 4;
        assertNear(SECONDS * wanted, saysBesideGreedy(modest, wanted));
        assertNear(SECONDS * (PER_SECOND - wanted), greedyGot());
    }

    @Test
    public void whoWantsMuchGetsAsMuchAsAPairOfManyCalls() {
        Call modest = modestBesideGreedy(FAR);
        int got = saysBesideGreedy(modest, Integer.MAX_VALUE);
        assertNear(SECONDS * PER_SECOND / 2, got);
        assertNear(SECONDS * PER_SECOND / 2, greedyGot());
    }

    @Test
    public void aPairThatUsedUpItsDayIsCutAloneAndTheLineIsTheOthers() {
        long day = 4L * PER_SECOND;
        Call modest = modestBesideGreedy(day);
        saysBesideGreedy(modest, PER_SECOND / 8);
        greedy.forEach(call -> {
            assertTrue(call.issuer().aborted);
            assertTrue(call.acceptor().aborted);
        });
        assertEquals(greedy.size(), rig.count("relay.day-used-up"));
        assertFalse(modest.issuer().aborted);
        int alone = modest.acceptor().got();
        time.pass(Duration.ofSeconds(1));
        for (int step = 0; step < STEPS_PER_SECOND; step++) {
            modest.says();
            time.pass(STEP);
        }
        assertNear(PER_SECOND, modest.acceptor().got() - alone);
    }
}
