package org.ringback.conformance;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.conformance.fixture.Crypto;
import org.ringback.conformance.fixture.Edit;
import org.ringback.conformance.fixture.Ringing;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.ScriptedAcceptor;
import org.ringback.conformance.fixture.ScriptedIssuer;
import org.ringback.conformance.fixture.ScriptedLink;
import org.ringback.conformance.fixture.ServerScene;
import org.ringback.conformance.fixture.ServerScene.Asked;
import org.ringback.conformance.fixture.WayTest;
import org.ringback.kit.Patience;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** What comes of a first request that is wrong, or not allowed: never anything at the equipment. */
@Row({1, 16})
public class ServerFirstRequestRowTest extends WayTest {
    private static final int UNKNOWN_REQUIRED = 0x5E1F;
    private static final int MOST_PENDING = 16;
    private static final int UNKNOWN_OPTIONAL = 0xDE1F;
    private static final EquipmentId NOBODY = new EquipmentId("nobo-1");

    private ServerScene scene;
    private ScriptedIssuer issuer;

    @Before
    public void start() {
        scene = ServerScene.on(stage, way);
        issuer = scene.issuer();
    }

    private Message request(ScriptedLink first) {
        return issuer.connect(scene.ring(RingSystem.CALL_BACK), first);
    }

    private Message requestFor(EquipmentId target, ScriptedLink first) {
        Ringing ring = scene.ring(RingSystem.CALL_BACK);
        return Message.of(MessageKind.CONNECT, ScriptedIssuer.transaction())
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.TARGET_ID, target)
                .with(Attributes.CALLBACK_ADDRESS, first.local())
                .with(Attributes.RING_NONCE, ring.nonce())
                .with(Attributes.SYSTEM_REQUESTED, ring.system())
                .with(Attributes.BOX, ring.box())
                .build();
    }

    private static Message refusal(ScriptedLink first, int code) {
        Message refused = first.expect(MessageKind.CONNECT_REFUSED);
        assertEquals(code, (int) refused.get(Attributes.ERROR_CODE));
        return refused;
    }

    private void refusedAndClosed(ScriptedLink first, int code) {
        refusal(first, code);
        first.expectEnd();
        nobodyCalled();
    }

    private void nobodyCalled() {
        scene.lamp().expectSilence();
        scene.oven().expectSilence();
        assertEquals(0, scene.server().control().status().pendingRings());
    }

    @Test
    public void equipmentThatTheIssuerMayNotAskForAndEquipmentThatIsNoneAreRefusedAlike() {
        ScriptedLink foreign = issuer.firstConnection();
        foreign.send(requestFor(ServerScene.OVEN, foreign));
        refusal(foreign, ErrorCodes.FORBIDDEN);
        foreign.expectEnd();
        ScriptedLink unknown = issuer.firstConnection();
        unknown.send(requestFor(NOBODY, unknown));
        refusedAndClosed(unknown, ErrorCodes.FORBIDDEN);
        assertEquals(answerLengths(foreign), answerLengths(unknown));
    }

    private List<Integer> answerLengths(ScriptedLink link) {
        List<Integer> lengths = stage.capture().records(link.connection(), "server").stream()
                .map(record -> record.bytes().length)
                .toList();
        // The last ones are the answer and the protection's own end.
        return lengths.subList(lengths.size() - 2, lengths.size());
    }

    @Test
    public void anIssuerThatIsNotEnrolledIsRefused() {
        ScriptedLink first = issuer.dialAs(Crypto.IDENTITIES.create());
        first.send(request(first));
        refusedAndClosed(first, ErrorCodes.FORBIDDEN);
    }

    @Test
    public void anAcceptorsKeyMakesNoFirstRequest() {
        ScriptedLink first = scene.oven().dial();
        first.send(request(first));
        refusedAndClosed(first, ErrorCodes.FORBIDDEN);
    }

    @Test
    public void aRevokedIssuerLosesItsConnectionAtOnceAndIsRefusedAfterwards() {
        ScriptedLink first = issuer.firstConnection();
        Patience.until(
                "the row is there", () -> scene.server().row(ServerScene.ANNA).isPresent());
        Patience.get(scene.server().control().revoke(ServerScene.ANNA));
        first.expectEnd();
        ScriptedLink again = issuer.firstConnection();
        again.send(request(again));
        refusal(again, ErrorCodes.FORBIDDEN);
    }

    @Test
    public void aProtectionThatIsNotInTheRecordIsRefused() {
        for (ProtectionId other : Crypto.protections()) {
            if (!other.equals(way.protection())) {
                ScriptedLink first = issuer.dialRaw()
                        .protect(Crypto.dial(
                                other,
                                issuer.identity(),
                                Role.ISSUER,
                                issuer.ticket().pins(),
                                way.family().host()));
                first.send(request(first));
                refusedAndClosed(first, ErrorCodes.FORBIDDEN);
            }
        }
    }

    @Test
    public void equipmentWithoutALeaseIsNotWaitedFor() {
        EquipmentId bell = new EquipmentId("bell-1");
        ScriptedAcceptor unleased = stage.scriptedAcceptor(way);
        unleased.enrol(scene.server().enrol(bell, Role.ACCEPTOR, way));
        ScriptedIssuer bert = stage.scriptedIssuer(way);
        bert.enrol(unleased.grant(new EquipmentId("bert"), Set.of(RingSystem.CALL_BACK))
                .invitation());
        ScriptedLink first = bert.firstConnection();
        first.send(requestFor(bell, first));
        refusedAndClosed(first, ErrorCodes.NOT_REGISTERED);
    }

    @Test
    public void theSameRingAgainAndAnotherRingOnTheSameConnectionAreRefusedAndThePendingOneGoesOn() {
        Asked asked = scene.ask(RingSystem.CALL_BACK);
        Message wakeUp = scene.lamp().expectWakeUp();
        asked.first().send(asked.connect());
        refusal(asked.first(), ErrorCodes.ALREADY_PENDING);
        asked.first().send(request(asked.first()));
        refusal(asked.first(), ErrorCodes.BAD_REQUEST);
        ScriptedLink second = scene.lamp().takes(wakeUp);
        ServerScene.reach(asked, second, wakeUp);
    }

    @Test
    public void anIssuerMayHaveSixteenRingsPendingAndTheNextIsRefused() {
        for (int i = 0; i < MOST_PENDING; i++) {
            scene.ask(RingSystem.CALL_BACK);
            scene.lamp().expectWakeUp();
        }
        Asked next = scene.ask(RingSystem.CALL_BACK);
        refusal(next.first(), ErrorCodes.QUOTA);
        next.first().expectEnd();
        assertEquals(MOST_PENDING, scene.server().control().status().pendingRings());
    }

    @Test
    public void aRequestWithoutTheIssuersAddressIsRefused() {
        ScriptedLink first = issuer.firstConnection();
        byte[] request = first.encoded(request(first));
        first.sendPlaintext(Edit.without(request, Attributes.CALLBACK_ADDRESS));
        refusedAndClosed(first, ErrorCodes.BAD_REQUEST);
    }

    @Test
    public void anUnknownRequiredAttributeIsRefusedByName() {
        ScriptedLink first = issuer.firstConnection();
        first.sendPlaintext(Edit.with(first.encoded(request(first)), UNKNOWN_REQUIRED, new byte[2]));
        Message refused = refusal(first, ErrorCodes.UNKNOWN_ATTRIBUTE);
        assertTrue(
                refused.toString(), refused.get(Attributes.UNKNOWN_ATTRIBUTES).contains(UNKNOWN_REQUIRED));
        first.expectEnd();
        nobodyCalled();
    }

    @Test
    public void anUnknownOptionalAttributeIsIgnored() {
        ScriptedLink first = issuer.firstConnection();
        first.sendPlaintext(Edit.with(first.encoded(request(first)), UNKNOWN_OPTIONAL, new byte[2]));
        scene.lamp().expectWakeUp();
    }

    @Test
    public void aCutRequestBringsNothing() {
        ScriptedLink first = issuer.firstConnection();
        byte[] request = first.encoded(request(first));
        first.sendPlaintext(Arrays.copyOf(request, request.length - 1));
        first.finish();
        first.expectEnd();
        nobodyCalled();
    }

    @Test
    public void aRequestInManyPiecesIsOneRequest() {
        ScriptedLink first = issuer.firstConnection();
        for (byte one : first.encoded(request(first))) {
            first.sendPlaintext(new byte[] {one});
        }
        scene.lamp().expectWakeUp();
    }

    @Test
    public void bytesThatAreNoMessageEndTheConnection() {
        ScriptedLink first = issuer.firstConnection();
        first.sendPlaintext(ByteBuffer.allocate(64).putInt(-1).array());
        first.expectEnd();
        nobodyCalled();
    }

    @Test
    public void whoConnectsAndAsksNothingIsClosedAfterAMinute() {
        ScriptedLink first = issuer.firstConnection();
        Patience.until(
                "the row is there", () -> scene.server().row(ServerScene.ANNA).isPresent());
        scene.server().passTime(Duration.ofSeconds(59));
        first.expectSilence();
        assertTrue(scene.server().row(ServerScene.ANNA).isPresent());
        scene.server().passTime(Duration.ofSeconds(1));
        first.expectEnd();
        assertTrue(scene.server().row(ServerScene.ANNA).isEmpty());
    }
}
