package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.Test;
import org.ringback.api.RingSystem;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.spi.CloseReason;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** Whatever comes, in whatever order: no exception, no ring without an end, nothing left behind. */
public final class AnyOrderTest {
    private static final int ROUNDS = 60;
    private static final int STEPS = 120;
    private static final List<CloseReason.Kind> KINDS = List.of(CloseReason.Kind.values());

    @Test
    public void everyRingEndsWhateverHappensToItsConnections() {
        long answered = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            try {
                answered += play(new Random(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertTrue("no ring was ever answered: this test tests nothing", answered > 0);
    }

    private static long play(Random dice) {
        Rig rig = new Rig();
        rig.join(Rig.LAMP);
        Rig.Remote remote = rig.register(Rig.LAMP);
        Caller anna = Caller.invited(rig, remote, Rig.ANNA);
        Message asked = null;
        long highest = 1;
        for (int i = 0; i < STEPS; i++) {
            rig.actions.removeIf(action -> action instanceof AcceptorAction.ToServer);
            for (Action action : List.copyOf(rig.actions)) {
                if (action instanceof Rig.DialServer dial) {
                    highest = Math.max(highest, dial.connection());
                } else if (action instanceof Rig.DialIssuer dial) {
                    highest = Math.max(highest, dial.connection());
                } else if (action instanceof Action.Send send) {
                    asked = send.message();
                }
            }
            rig.actions.clear();
            long connection = Math.max(1, highest - 2L * dice.nextInt(4));
            switch (dice.nextInt(10)) {
                case 0, 1 -> rig.send(remote.wakeUp(dice.nextInt(50)));
                case 2, 3, 4 -> rig.establish(connection, dice.nextBoolean() ? anna.key : Rig.SERVER_KEY, Caller.HERE);
                case 5 -> rig.feed(new Event.Closed(connection, KINDS.get(dice.nextInt(KINDS.size())), "over"));
                case 6 -> {
                    if (asked != null) {
                        rig.receive(connection, Caller.with(anna.second(RingSystem.CALL_BACK), asked.transaction()));
                    }
                }
                case 7 -> {
                    if (asked != null && asked.kind() == MessageKind.COMMUNICATION_REQUEST) {
                        rig.receive(
                                connection,
                                Message.of(MessageKind.ACCEPTED, asked.transaction())
                                        .with(Attributes.RING_NONCE, asked.get(Attributes.RING_NONCE))
                                        .build());
                    }
                }
                case 8 -> {
                    byte[] noise = new byte[dice.nextInt(200)];
                    dice.nextBytes(noise);
                    rig.feed(new Event.Datagram(ByteBuffer.wrap(noise), Rig.ADDRESS, Rig.LOCAL));
                    rig.send(remote.datagramRing(dice.nextInt(), anna.second(RingSystem.DATAGRAM)));
                }
                default -> rig.pass(Duration.ofMillis(dice.nextInt(3_000)));
            }
        }
        for (long connection = 1; connection <= highest; connection += 2) {
            rig.feed(new Event.Closed(connection, CloseReason.Kind.CLOSED_THERE, "over"));
        }
        rig.pass(Duration.ofSeconds(30));
        rig.core
                .stories()
                .forEach(story -> assertTrue(story.toString(), story.ended().isPresent()));
        assertEquals(0, rig.equipment().get(0).calls());
        return rig.counted("ring.answered");
    }
}
