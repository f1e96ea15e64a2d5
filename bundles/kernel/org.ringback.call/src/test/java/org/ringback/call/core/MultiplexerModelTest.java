package org.ringback.call.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.Test;

/**
 * Two ends against a model that knows what every direction carries. A failure names its seed;
 * {@code -Dconversation.seed=N} runs that one alone.
 */
public class MultiplexerModelTest {
    private static final int SEEDS = 60;
    private static final int STEPS = 1500;

    /** One direction: byte n of it is a function of the conversation and n. */
    private static final class Direction {
        final int salt;
        long written;
        long read;
        boolean finished;
        boolean ended;

        Direction(int salt) {
            this.salt = salt;
        }

        byte at(long offset) {
            return (byte) (salt * 31L + offset * 7 + (offset >> 8));
        }
    }

    private static final class Model {
        final Map<BothEnds.Side, ConversationState> states = new HashMap<>();
        final Map<BothEnds.Side, Direction> from = new HashMap<>();
        boolean resetHere;

        /** At the limit, openings from both ends may cross a reset: then one of them is refused. */
        boolean reset() {
            return resetHere
                    || states.values().stream()
                            .anyMatch(state ->
                                    state.failure() != null && state.failure().endsWith(ResetCode.TOO_MANY.words()));
        }
    }

    @Test
    public void whateverIsDoneBytesArriveInOrderOnceAndEndsAreTrue() throws IOException {
        Long only = Long.getLong("conversation.seed");
        for (long seed = only == null ? 0 : only; seed < (only == null ? SEEDS : only + 1); seed++) {
            try {
                run(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + " (run it alone: -Dconversation.seed=" + seed + ")", e);
            }
        }
    }

    private static void run(long seed) throws IOException {
        ConversationLimits limits = new ConversationLimits(
                16_384 << new Random(seed).nextInt(4),
                64,
                64L << 20,
                1 + new Random(seed).nextInt(16_384),
                Duration.ofMillis(50),
                Duration.ofSeconds(15),
                Duration.ofHours(1));
        BothEnds pair = BothEnds.moving(seed, limits);
        List<Model> models = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            step(pair, models);
        }
        drain(pair, models);
        assertNull(pair.issuer.multiplexer.end());
        assertNull(pair.acceptor.multiplexer.end());
        assertTrue("moved " + pair.issuer.moved(), pair.issuer.moved() > 0);
        assertEquals(pair.issuer.moved(), pair.acceptor.moved());
        for (BothEnds.Side side : List.of(pair.issuer, pair.acceptor)) {
            assertEquals("left behind", 0, side.multiplexer.conversations());
            assertEquals("memory", limits.buffers(), side.budget.left());
        }
        for (Model model : models) {
            for (Direction direction : model.from.values()) {
                assertTrue(model.reset() || (direction.ended && direction.read == direction.written));
            }
        }
    }

    private static void step(BothEnds pair, List<Model> models) throws IOException {
        Random random = pair.random;
        BothEnds.Side side = random.nextBoolean() ? pair.issuer : pair.acceptor;
        int dice = random.nextInt(100);
        if (dice < 6) {
            open(pair, side, models);
        } else if (dice < 20) {
            pair.send(side);
        } else if (dice < 35) {
            pair.hear(side);
        } else if (dice < 40) {
            pair.pass(Duration.ofMillis(random.nextInt(40)));
            move(pair);
        } else if (!models.isEmpty()) {
            Model model = models.get(random.nextInt(models.size()));
            adopt(pair, models);
            if (dice < 66) {
                write(pair, side, model);
            } else if (dice < 92) {
                read(pair, side, model);
            } else if (dice < 98) {
                finish(side, model);
            } else if (random.nextInt(4) == 0) {
                reset(side, model);
            }
        }
    }

    /** Now and then another session is to carry the call, and its handshake goes on. */
    private static void move(BothEnds pair) {
        pair.shake();
        if (pair.random.nextInt(3) == 0) {
            pair.acceptor.multiplexer.sessions().begin();
            pair.issuer.multiplexer.sessions().ask();
        }
    }

    private static void open(BothEnds pair, BothEnds.Side side, List<Model> models) throws IOException {
        if (models.stream().filter(model -> !over(model)).count() >= 64) {
            return;
        }
        ConversationState state;
        try {
            state = side.multiplexer.open();
        } catch (IOException full) {
            assertEquals("resets are under way", 64, side.multiplexer.conversations());
            return;
        }
        Model model = new Model();
        model.states.put(side, state);
        model.from.put(pair.issuer, new Direction(2 * state.number()));
        model.from.put(pair.acceptor, new Direction(2 * state.number() + 1));
        models.add(model);
    }

    private static boolean over(Model model) {
        // A conversation reset before its opening left exists at one end only.
        boolean known = model.states.size() == 2 || model.reset();
        return known && model.states.values().stream().allMatch(ConversationState::over);
    }

    /** Finds the model of conversations that the peer opened. */
    private static void adopt(BothEnds pair, List<Model> models) {
        for (BothEnds.Side side : List.of(pair.issuer, pair.acceptor)) {
            while (!side.opened.isEmpty()) {
                ConversationState state = side.opened.remove();
                models.stream()
                        .filter(model -> model.states.containsKey(pair.other(side))
                                && model.states.get(pair.other(side)).number() == state.number())
                        .findAny()
                        .orElseThrow()
                        .states
                        .put(side, state);
            }
        }
    }

    private static void write(BothEnds pair, BothEnds.Side side, Model model) {
        ConversationState state = model.states.get(side);
        Direction direction = model.from.get(side);
        if (state == null) {
            return;
        }
        byte[] bytes = new byte[pair.random.nextInt(1 + pair.random.nextInt(100_000))];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = direction.at(direction.written + i);
        }
        int taken = pair.write(side, state, bytes);
        assertTrue(taken == 0 || (!direction.finished && !state.over()));
        direction.written += taken;
        assertTrue(model.reset() || direction.written - direction.read <= 2L * pair.limits.window());
    }

    private static void read(BothEnds pair, BothEnds.Side side, Model model) {
        ConversationState state = model.states.get(side);
        Direction direction = model.from.get(pair.other(side));
        if (state == null) {
            return;
        }
        byte[] bytes = pair.read(side, state, 1 + pair.random.nextInt(60_000));
        if (bytes == null) {
            assertTrue("a true end", direction.finished);
            assertEquals(direction.written, direction.read);
            direction.ended = true;
            return;
        }
        for (int i = 0; i < bytes.length; i++) {
            assertEquals(direction.at(direction.read + i), bytes[i]);
        }
        direction.read += bytes.length;
        assertTrue(direction.read <= direction.written);
        assertTrue(bytes.length == 0 || !direction.ended);
    }

    private static void finish(BothEnds.Side side, Model model) {
        ConversationState state = model.states.get(side);
        if (state != null) {
            side.multiplexer.finish(state);
            model.from.get(side).finished = true;
        }
    }

    private static void reset(BothEnds.Side side, Model model) {
        ConversationState state = model.states.get(side);
        if (state != null && !state.over()) {
            side.multiplexer.reset(state, ResetCode.BY_APPLICATION);
            model.resetHere = true;
        }
    }

    private static void drain(BothEnds pair, List<Model> models) {
        for (int round = 0; round < 10_000 && !models.stream().allMatch(MultiplexerModelTest::over); round++) {
            pair.settle();
            adopt(pair, models);
            for (Model model : models) {
                for (BothEnds.Side side : List.of(pair.issuer, pair.acceptor)) {
                    finish(side, model);
                    read(pair, side, model);
                }
            }
        }
        pair.settle();
        models.forEach(model -> {
            if (!model.reset()) {
                read(pair, pair.issuer, model);
                read(pair, pair.acceptor, model);
            }
        });
    }

    @Test
    public void tenMegabytesBothWaysAmong64ConversationsArriveWithTheSameHash() throws Exception {
        BothEnds pair = new BothEnds(42, ConversationLimits.DEFAULT);
        List<ConversationState> here = new ArrayList<>();
        List<ConversationState> there = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            here.add(pair.issuer.multiplexer.open());
        }
        pair.settle();
        there.addAll(pair.acceptor.opened);
        // The first carries ten megabytes each way, the others keep the line busy.
        byte[] up = random(1, 10_000_000);
        byte[] down = random(2, 10_000_000);
        Map<BothEnds.Side, ByteBuffer> unsent =
                Map.of(pair.issuer, ByteBuffer.wrap(up), pair.acceptor, ByteBuffer.wrap(down));
        Map<BothEnds.Side, MessageDigest> got = Map.of(
                pair.issuer, MessageDigest.getInstance("SHA-256"), pair.acceptor, MessageDigest.getInstance("SHA-256"));
        boolean ended = false;
        while (!ended) {
            ended = true;
            for (BothEnds.Side side : List.of(pair.issuer, pair.acceptor)) {
                List<ConversationState> states = side == pair.issuer ? here : there;
                side.multiplexer.write(states.get(0), unsent.get(side));
                if (!unsent.get(side).hasRemaining()) {
                    side.multiplexer.finish(states.get(0));
                }
                for (ConversationState state : states.subList(1, 64)) {
                    pair.write(side, state, new byte[pair.random.nextInt(50)]);
                    pair.read(side, state, 1000);
                }
                pair.carry(side);
                byte[] read = pair.read(side, states.get(0), 100_000);
                if (read != null) {
                    got.get(side).update(read);
                    ended = false;
                }
            }
        }
        assertArrayEqualsHash(down, got.get(pair.issuer));
        assertArrayEqualsHash(up, got.get(pair.acceptor));
        pair.settle();
        assertTrue(here.get(0).over() && there.get(0).over());
        assertFalse(here.get(1).over());
    }

    private static void assertArrayEqualsHash(byte[] sent, MessageDigest got) throws Exception {
        assertTrue(Arrays.equals(MessageDigest.getInstance("SHA-256").digest(sent), got.digest()));
    }

    private static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
