package org.ringback.issuer.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ringback.issuer.core.CoreRig.EQUIPMENT;
import static org.ringback.issuer.core.CoreRig.LAMP;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.Test;
import org.ringback.api.RingNonce;
import org.ringback.api.RingSystem;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.kernel.ServerAddress;
import org.ringback.spi.CloseReason;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Outcome;

/** Events in any order: every ring ends exactly once, answered at most once, and nothing is left behind. */
public class AnyOrderTest {
    private static final int SEEDS = 150;
    private static final int EVENTS = 60;

    @Test
    public void everyRingEndsOnceWhateverHappens() {
        for (int seed = 0; seed < SEEDS; seed++) {
            try {
                play(new Random(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static void play(Random random) {
        CoreRig rig = new CoreRig().granted(RingSystem.CALL_BACK, RingSystem.DATAGRAM);
        long ring = rig.ring(RingSystem.DATAGRAM);
        for (int i = 0; i < EVENTS; i++) {
            step(rig, random, ring);
        }
        rig.pass(Duration.ofMinutes(3));
        assertEquals("once", 1, rig.all(IssuerAction.RingEnded.class).size());
        int answers = rig.all(IssuerAction.HandOver.class).size();
        assertEquals(rig.ended(ring).answered() ? 1 : 0, answers);
        assertEquals(Long.MAX_VALUE, rig.core.nextDeadline());
        for (IssuerAction.Listen listen : rig.all(IssuerAction.Listen.class)) {
            assertTrue(rig.all(IssuerAction.StopListening.class)
                    .contains(new IssuerAction.StopListening(listen.listener())));
        }
        rig.actions.clear();
        rig.feed(new IssuerEvent.Stop());
        assertEquals("calls go on", List.of(), rig.actions);
    }

    private static void step(CoreRig rig, Random random, long ring) {
        boolean dialled = !rig.all(Action.Dial.class).isEmpty();
        boolean listens = !rig.all(IssuerAction.Listen.class).isEmpty();
        boolean asked = !rig.all(Action.Send.class).isEmpty();
        long call = 2 + 2L * random.nextInt(5);
        switch (random.nextInt(14)) {
            case 0, 1 ->
                rig.resolve(
                        random.nextBoolean()
                                ? new ServerAddress[] {CoreRig.V4, CoreRig.V6}
                                : new ServerAddress[] {CoreRig.V6});
            case 2, 3 -> {
                if (dialled && !listens) {
                    rig.establish(CoreRig.LOCAL);
                }
            }
            case 4, 5 -> {
                if (listens && !asked) {
                    rig.listening();
                }
            }
            case 6 -> {
                if (listens) {
                    rig.incoming(call + 10L * random.nextInt(1000));
                }
            }
            case 7 -> {
                if (asked && !rig.all(IssuerAction.AnswerCall.class).isEmpty()) {
                    long connection = rig.last(IssuerAction.AnswerCall.class).connection();
                    rig.proved(connection);
                    RingNonce nonce = random.nextInt(4) == 0 ? RingNonce.random(random) : rig.nonce();
                    rig.communicationRequest(connection, nonce, LAMP);
                }
            }
            case 8 -> {
                if (asked) {
                    rig.connectAnswer(random.nextInt(4) == 0 ? CoreRig.CA : EQUIPMENT.fingerprint());
                }
            }
            case 9 -> {
                if (asked) {
                    rig.result(random.nextBoolean() ? Outcome.REACHED : Outcome.NOT_REACHED);
                }
            }
            case 10 -> {
                if (asked && random.nextInt(4) == 0) {
                    rig.connectRefused(random.nextBoolean() ? ErrorCodes.NO_ANSWER : ErrorCodes.QUOTA);
                }
            }
            case 11 -> {
                if (dialled && random.nextInt(3) == 0) {
                    rig.closed(rig.dialled(), CloseReason.Kind.BROKEN, "reset");
                }
            }
            case 12 -> rig.pass(Duration.ofMillis(random.nextInt(3_000)));
            default -> {
                if (random.nextInt(20) == 0) {
                    rig.feed(new IssuerEvent.GiveUp(ring));
                } else if (random.nextInt(20) == 0 && dialled) {
                    rig.feed(new Event.Malformed(
                            rig.dialled(), Optional.empty(), List.of().toString()));
                }
            }
        }
    }
}
