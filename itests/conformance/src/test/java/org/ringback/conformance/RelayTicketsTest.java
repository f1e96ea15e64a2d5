package org.ringback.conformance;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;

import java.util.Arrays;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.RingSystem;
import org.ringback.conformance.fixture.Edit;
import org.ringback.conformance.fixture.ScriptedDevice;
import org.ringback.conformance.fixture.ScriptedLink;
import org.ringback.conformance.fixture.ServerScene;
import org.ringback.conformance.fixture.TicketedRing;
import org.ringback.conformance.fixture.WayTest;
import org.ringback.kit.Patience;
import org.ringback.wire.Attributes;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.RelayTicket;

/** The server alone: whom a ticket lets through its relay, and that nobody else hears a word. */
public class RelayTicketsTest extends WayTest {
    private ServerScene scene;

    @Before
    public void start() {
        scene = ServerScene.on(stage, way);
    }

    private TicketedRing calls() {
        return asks().called();
    }

    private TicketedRing asks() {
        return TicketedRing.asked(scene.issuer(), scene.lamp(), scene.ring(RingSystem.CALL_BACK));
    }

    private ScriptedLink comesWith(RelayTicket ticket) {
        return scene.issuer().dialRaw().sendRaw(ticket.bind(ScriptedDevice.transaction()));
    }

    /** A connection that has come with a ticket that counts, and waits for the other end. */
    private ScriptedLink waitsWith(RelayTicket ticket) {
        long before = waiting();
        ScriptedLink link = comesWith(ticket);
        Patience.until("it waits", () -> waiting() > before);
        return link;
    }

    private long waiting() {
        return scene.server().stories().stream()
                .flatMap(story -> story.steps().stream())
                .filter(step -> step.name().equals("relay") && step.detail().endsWith("is there"))
                .count();
    }

    private void silence(long counted, RelayTicket ticket) {
        comesWith(ticket).expectNothingButTheEnd();
        assertEquals(counted, scene.server().counter("relay.no-ticket"));
        assertEquals("places that it holds", 0, scene.server().counter("strangers.shaking"));
    }

    @Test
    public void bothTicketsOfARingJoinTheirConnectionsAndEachOpensOnce() {
        TicketedRing called = calls();
        assertNotEquals(called.issuers(), called.lamps());
        ScriptedLink issuers = comesWith(called.issuers());
        ScriptedLink lamps = comesWith(called.lamps());
        issuers.expectClear(MessageKind.RELAY_BOUND);
        lamps.expectClear(MessageKind.RELAY_BOUND);

        issuers.sendRaw(new byte[] {1, 2, 3});
        assertArrayEquals(new byte[] {1, 2, 3}, lamps.expectRaw(3));
        lamps.sendRaw(new byte[] {4, 5});
        assertArrayEquals(new byte[] {4, 5}, issuers.expectRaw(2));
        silence(1, called.issuers());
        silence(2, called.lamps());
        issuers.finish();
        lamps.expectNothingButTheEnd();
        lamps.sendRaw(new byte[] {6});
        assertArrayEquals("the end of one direction is not the other's", new byte[] {6}, issuers.expectRaw(1));
        lamps.abort();
        issuers.expectNothingButTheEnd();
        called.ends(Outcome.UNREACHABLE);
    }

    @Test
    public void aStolenTicketWithoutItsKeyOpensNothingAndSpoilsNothing() {
        TicketedRing called = calls();
        TicketedRing other = calls();
        silence(1, new RelayTicket(called.issuers().id(), other.issuers().key()));
        silence(2, new RelayTicket(called.lamps().id(), called.issuers().key()));
        byte[] unproved =
                Edit.without(called.issuers().bind(ScriptedDevice.transaction()), Attributes.MESSAGE_INTEGRITY_SHA256);
        scene.issuer().dialRaw().sendRaw(unproved).expectNothingButTheEnd();

        ScriptedLink issuers = comesWith(called.issuers());
        comesWith(called.lamps()).expectClear(MessageKind.RELAY_BOUND);
        issuers.expectClear(MessageKind.RELAY_BOUND);
    }

    @Test
    public void aTicketOpensNothingBeforeTheJudgeAgreedNorAfterTheRing() {
        TicketedRing early = asks();
        silence(1, early.lamps());
        early.ends(Outcome.UNREACHABLE);

        TicketedRing late = calls();
        ScriptedLink alone = waitsWith(late.issuers());
        late.ends(Outcome.UNREACHABLE);
        alone.expectNothingButTheEnd();
        silence(2, late.lamps());
        silence(3, late.issuers());
    }

    @Test
    public void theEndsOfTwoRingsAreNotJoinedNorIsOneEndWithItself() {
        TicketedRing one = calls();
        TicketedRing other = calls();
        ScriptedLink issuers = waitsWith(one.issuers());
        ScriptedLink crossed = waitsWith(other.lamps());
        silence(1, one.issuers());
        one.ends(Outcome.UNREACHABLE);
        issuers.expectNothingButTheEnd();
        other.ends(Outcome.UNREACHABLE);
        crossed.expectNothingButTheEnd();
        assertEquals(0, scene.server().counter("relay.joined"));
    }

    @Test
    public void whoSaysMoreBeforeTheOtherEndIsThereIsNotRelayed() {
        TicketedRing called = calls();
        ScriptedLink issuers = waitsWith(called.issuers());
        issuers.sendRaw(new byte[] {1}).expectNothingButTheEnd();
        byte[] bind = called.lamps().bind(ScriptedDevice.transaction());
        scene.issuer().dialRaw().sendRaw(Arrays.copyOf(bind, bind.length + 1)).expectNothingButTheEnd();
        assertEquals("places that it holds", 0, scene.server().counter("strangers.shaking"));
        called.ends(Outcome.UNREACHABLE);
        assertEquals(0, scene.server().counter("relay.joined"));
    }
}
