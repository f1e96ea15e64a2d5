package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.kernel.Action;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.Paths;
import org.ringback.wire.RoundTrips;

/** What a server tells an acceptor of a ring's paths: the story has it, and the dial is as it always was. */
public final class PathFactsTest {
    private final Rig rig = new Rig();
    private Caller anna;

    @Before
    public void granted() {
        rig.join(Rig.LAMP);
        anna = Caller.invited(rig, rig.register(Rig.LAMP), Rig.ANNA);
    }

    /** Rings with more in the second request; what the acceptor did is in the rig. */
    private void ring(Consumer<Message.Builder> told) {
        Message bind = anna.wakeUp();
        Message second = anna.second(RingSystem.CALL_BACK);
        Message.Builder answer = Message.of(MessageKind.SECOND_REQUEST, bind.transaction())
                .with(Attributes.TARGET_ID, second.get(Attributes.TARGET_ID))
                .with(Attributes.RING_NONCE, second.get(Attributes.RING_NONCE))
                .with(Attributes.XOR_PEER_ADDRESS, second.get(Attributes.XOR_PEER_ADDRESS))
                .with(Attributes.BOX, second.get(Attributes.BOX));
        told.accept(answer);
        rig.receive(anna.bind, answer.build());
    }

    private String told() {
        return rig.core.stories().get(0).steps().stream()
                .filter(step -> step.name().equals("second connection request"))
                .map(RingStory.Step::detail)
                .findFirst()
                .orElseThrow();
    }

    /** [ACC-37] */
    @Test
    public void everyBindSaysThatThisAcceptorPunchesAndHasTheWayThroughTheRelay() {
        assertEquals(Optional.of(Paths.PUNCH | Paths.RELAY), anna.wakeUp().find(Attributes.PATHS));
    }

    /** [ACC-38] */
    @Test
    public void theStoryHasTheRoundTripsAndWhetherTheIssuerKnowsCalling() {
        ring(second -> second.with(Attributes.PATHS, 0)
                .with(
                        Attributes.ROUND_TRIPS,
                        new RoundTrips(Optional.of(Duration.ofMillis(23)), Optional.of(Duration.ofMillis(8)))));
        assertEquals(
                "issuer at 8.8.8.8:45000, will be told when it is called back; round trips: issuer 23.00 ms, acceptor 8.00"
                        + " ms",
                told());
    }

    /** [ACC-38] */
    @Test
    public void anIssuerThatDidNotSayPathsIsNotToldAndTheStoryDoesNotSaySo() {
        ring(second -> second.with(
                Attributes.ROUND_TRIPS, new RoundTrips(Optional.empty(), Optional.of(Duration.ofMillis(8)))));
        assertEquals("issuer at 8.8.8.8:45000; round trips: issuer unknown, acceptor 8.00 ms", told());
    }

    /** [ACC-38] */
    @Test
    public void nothingThatIsToldChangesTheDialBeItOfBitsThatNobodyKnows() {
        for (Consumer<Message.Builder> told : List.<Consumer<Message.Builder>>of(
                second -> {},
                second -> second.with(Attributes.PATHS, 0),
                second -> second.with(Attributes.PATHS, -1))) {
            ring(told);
            anna.assertReport(Outcome.CALLING);
            Action.Send asked = anna.reached();
            anna.accept(asked);
            anna.assertReport(Outcome.REACHED);
        }
    }

    @Test
    public void anOlderServerTellsNothing() {
        ring(second -> {});
        assertEquals("issuer at 8.8.8.8:45000", told());
    }
}
