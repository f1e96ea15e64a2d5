package org.ringback.issuer.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;
import static org.ringback.issuer.core.CoreRig.EQUIPMENT;
import static org.ringback.issuer.core.CoreRig.LAMP;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.kernel.ServerAddress;
import org.ringback.spi.CloseReason;
import org.ringback.wire.AddressFamily;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.Paths;
import org.ringback.wire.TransactionId;

/** An issuer that comes by the address family by which the equipment is registered, as the server asks it to. */
public final class FamilyChangeTest {
    private static final Duration NANO = Duration.ofNanos(1);

    private CoreRig rig = new CoreRig().granted(RingSystem.CALL_BACK);

    /** The first connection, by IPv4. */
    private long first;

    /** A ring up to its first Connect, by IPv4. */
    private long asked(ServerAddress... server) {
        long ring = rig.ring(RingSystem.CALL_BACK);
        rig.resolve(server);
        rig.establish(CoreRig.LOCAL);
        rig.listening();
        first = rig.dialled();
        return ring;
    }

    /** A ring whose equipment is registered by IPv6. */
    private long sentElsewhere() {
        long ring = asked(CoreRig.V4, CoreRig.V6);
        refuse(first);
        return ring;
    }

    private void refuse(long connection) {
        rig.feed(new Event.Received(
                connection,
                Message.of(MessageKind.CONNECT_REFUSED, rig.connect().transaction())
                        .with(Attributes.ERROR_CODE, ErrorCodes.FAMILY_NOT_SUPPORTED)
                        .with(Attributes.ADDRESS_FAMILY, AddressFamily.IPV6)
                        .build()));
    }

    /** The server is proved by IPv6, and the port beside that connection is open. */
    private void cameBySix() {
        rig.establish(CoreRig.LOCAL_V6);
        rig.feed(new IssuerEvent.Listening(
                rig.last(IssuerAction.Listen.class).listener(), CoreRig.LOCAL_V6, CoreRig.HERE));
    }

    /** No address of the server takes a connection by IPv6. */
    private void sixRefused() {
        rig.closed(rig.dialled(), CloseReason.Kind.REFUSED, "refused");
        rig.resolve(CoreRig.V4, CoreRig.V6);
    }

    private boolean saysBoth() {
        return Paths.haveBothFamilies(rig.connect());
    }

    private List<Action.Send> connects() {
        return rig.all(Action.Send.class).stream()
                .filter(send -> send.message().kind() == MessageKind.CONNECT)
                .toList();
    }

    private Optional<RingNonce> firstTry() {
        return CoreRig.RINGS
                .openBox(CoreRig.SEALING, LAMP, rig.nonce(), rig.connect().get(Attributes.BOX))
                .orElseThrow()
                .content()
                .firstTry();
    }

    private int dials() {
        return rig.all(Action.Dial.class).size();
    }

    private boolean closed(long connection) {
        return rig.actions.contains(new Action.Close(connection)) || rig.actions.contains(new Action.Abort(connection));
    }

    private boolean deaf(long listener) {
        return rig.actions.contains(new IssuerAction.StopListening(listener));
    }

    private boolean tells(String step) {
        return rig.core.stories().get(0).steps().stream()
                .map(RingStory.Step::name)
                .anyMatch(step::equals);
    }

    /** The ring is asked for once more on the first connection. */
    private void assertStays(RingNonce nonce, TransactionId before) {
        assertEquals(2, connects().size());
        assertEquals(first, connects().get(1).connection());
        assertEquals(nonce, rig.nonce());
        assertNotEquals(before, rig.connect().transaction());
        assertEquals(CoreRig.LOCAL, rig.connect().get(Attributes.CALLBACK_ADDRESS));
        assertEquals("it is the same try", Optional.empty(), firstTry());
        assertFalse(saysBoth());
        assertFalse(closed(first));
        assertFalse(deaf(first));
        assertTrue(tells("ringing on by the first address family"));
    }

    private void assertAnswersOnTheFirst(long ring) {
        rig.feed(new Event.Received(
                first,
                Message.of(MessageKind.CONNECT_ANSWER, rig.connect().transaction())
                        .with(Attributes.CONNECTION_ID, 5)
                        .with(Attributes.ACCEPTOR_KEY, EQUIPMENT.fingerprint())
                        .build()));
        rig.callBack(2);
        assertTrue(rig.ended(ring).answered());
    }

    // ---- what Connect says

    /** [ISS-28] */
    @Test
    public void bothFamiliesIsSaidWhereTheServerHasAddressesOfBoth() {
        asked(CoreRig.V4, CoreRig.V6);
        assertEquals(Paths.PUNCH | Paths.RELAY | Paths.BOTH_FAMILIES, (int)
                rig.connect().get(Attributes.PATHS));
    }

    /** [ISS-28] */
    @Test
    public void bothFamiliesIsNotSaidWhereTheServerHasAddressesOfOne() {
        asked(CoreRig.V4);
        assertEquals(Paths.PUNCH | Paths.RELAY, (int) rig.connect().get(Attributes.PATHS));
    }

    /** [ISS-28] */
    @Test
    public void bothFamiliesIsNotSaidWhereTheIssuersOwnAddressAllowsOne() throws Exception {
        rig = new CoreRig(
                        new IssuerSettings(16, 64, Optional.of(InetAddress.getByName("192.0.2.77")), Optional.empty()))
                .granted(RingSystem.CALL_BACK);
        asked(CoreRig.V4, CoreRig.V6);
        assertFalse(saysBoth());
    }

    /** [ISS-28] */
    @Test
    public void bothFamiliesIsNotSaidInTheSecondTryOverTheOtherFamily() {
        asked(CoreRig.V4, CoreRig.V6);
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.result(Outcome.NOT_REACHED);
        cameBySix();
        assertEquals(2, connects().size());
        assertFalse(saysBoth());
    }

    /** [ISS-28] */
    @Test
    public void bothFamiliesIsNotSaidInTheSecondTryAsTheServerWasLost() {
        asked(CoreRig.V4, CoreRig.V6);
        rig.closed(first, CloseReason.Kind.CLOSED_THERE, "closed there");
        rig.establish(CoreRig.LOCAL);
        rig.listening();
        assertEquals(2, connects().size());
        assertFalse(saysBoth());
    }

    // ---- the change

    /** [ISS-29] */
    @Test
    public void theOtherFamilyIsDialledWhileTheFirstConnectionAndItsPortStand() {
        sentElsewhere();
        assertEquals(CoreRig.V6, rig.dialledTo());
        rig.pass(Duration.ofMillis(999));
        assertFalse(closed(first));
        assertFalse(deaf(first));
        assertEquals(1, connects().size());
    }

    /** [ISS-29] */
    @Test
    public void asTheServerIsProvedTheFirstConnectionIsClosedAndThePortOpenedBesideTheNewOne() {
        long ring = sentElsewhere();
        RingNonce nonce = rig.nonce();
        rig.establish(CoreRig.LOCAL_V6);
        long second = rig.dialled();
        assertTrue(rig.actions.contains(new Action.Close(first)));
        assertTrue(deaf(first));
        assertEquals(new IssuerAction.Listen(second, CoreRig.LOCAL_V6), rig.last(IssuerAction.Listen.class));
        assertEquals("the port is not open yet", 1, connects().size());
        rig.feed(new IssuerEvent.Listening(second, CoreRig.LOCAL_V6, CoreRig.HERE));
        assertEquals(second, connects().get(1).connection());
        assertEquals(nonce, rig.nonce());
        assertEquals(CoreRig.LOCAL_V6, rig.connect().get(Attributes.CALLBACK_ADDRESS));
        assertEquals("it is the same try", Optional.empty(), firstTry());
        assertFalse(saysBoth());
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.pass(Duration.ofSeconds(5));
        assertEquals("the second is over", 2, connects().size());
        rig.callBack(2);
        assertTrue(rig.ended(ring).answered());
    }

    /** [ISS-29] */
    @Test
    public void aServerThatIsNotProvedInASecondIsAskedOnceMoreOnTheFirstConnection() {
        long ring = sentElsewhere();
        RingNonce nonce = rig.nonce();
        TransactionId before = rig.connect().transaction();
        rig.pass(Duration.ofSeconds(1).minus(NANO));
        assertEquals(1, connects().size());
        rig.pass(NANO);
        assertTrue(rig.actions.contains(new Action.Abort(rig.dialled())));
        assertStays(nonce, before);
        assertAnswersOnTheFirst(ring);
    }

    /** [ISS-29] */
    @Test
    public void whereNoAddressOfTheOtherFamilyIsReachedTheFirstConnectionIsAskedAtOnce() {
        long ring = sentElsewhere();
        RingNonce nonce = rig.nonce();
        TransactionId before = rig.connect().transaction();
        sixRefused();
        assertStays(nonce, before);
        rig.pass(Duration.ofSeconds(5));
        assertEquals("and once", 2, connects().size());
        assertAnswersOnTheFirst(ring);
    }

    /** [ISS-29] */
    @Test
    public void aRingThatStayedAndIsNotReachedHasItsSecondTryOverTheOtherFamily() {
        long ring = sentElsewhere();
        RingNonce nonce = rig.nonce();
        rig.pass(Duration.ofSeconds(1));
        rig.feed(new Event.Received(
                first,
                Message.of(MessageKind.RESULT, TransactionId.random(rig.random))
                        .with(Attributes.RING_NONCE, nonce)
                        .with(Attributes.OUTCOME, Outcome.NOT_REACHED)
                        .build()));
        assertEquals(CoreRig.V6, rig.dialledTo());
        cameBySix();
        assertEquals(Optional.of(nonce), firstTry());
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.callBack(2);
        assertTrue(rig.ended(ring).answered());
    }

    /** [ISS-29] */
    @Test
    public void whatFailedIsOfferedToThatServerAgainAfterTenMinutes() {
        long ring = sentElsewhere();
        rig.pass(Duration.ofSeconds(1));
        rig.feed(new IssuerEvent.GiveUp(ring));
        ring = asked(CoreRig.V4, CoreRig.V6);
        assertFalse(saysBoth());
        rig.feed(new IssuerEvent.GiveUp(ring));
        rig.pass(Duration.ofMinutes(10).minus(NANO));
        ring = asked(CoreRig.V4, CoreRig.V6);
        assertFalse(saysBoth());
        rig.feed(new IssuerEvent.GiveUp(ring));
        rig.pass(NANO);
        asked(CoreRig.V4, CoreRig.V6);
        assertTrue(saysBoth());
    }

    /** [ISS-29] */
    @Test
    public void afterAChangeThatWentWellTheNextRingBeginsWithThatFamily() {
        long ring = sentElsewhere();
        cameBySix();
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.callBack(2);
        assertTrue(rig.ended(ring).answered());
        rig.ring(RingSystem.CALL_BACK);
        assertEquals(CoreRig.V6, rig.dialledTo());
        cameBySix();
        assertTrue(saysBoth());
    }

    /** [ISS-29] */
    @Test
    public void aFirstConnectionThatIsLostMeanwhileIsNotMissed() {
        long ring = sentElsewhere();
        RingNonce nonce = rig.nonce();
        rig.closed(first, CloseReason.Kind.BROKEN, "reset");
        assertEquals(2, dials());
        cameBySix();
        assertEquals(nonce, rig.nonce());
        assertEquals(rig.dialled(), connects().get(1).connection());
        assertFalse(closed(first));
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.callBack(2);
        assertTrue(rig.ended(ring).answered());
    }

    /** [ISS-29] [ISS-16] */
    @Test
    public void whereTheFirstConnectionIsLostAndTheOtherFamilyFailsTheServerIsLost() {
        long ring = sentElsewhere();
        RingNonce nonce = rig.nonce();
        rig.closed(first, CloseReason.Kind.BROKEN, "reset");
        rig.pass(Duration.ofSeconds(1));
        assertEquals("nothing is sent on what is lost", 1, connects().size());
        assertTrue(tells("server lost"));
        assertFalse(tells("ringing on by the first address family"));
        assertEquals(CoreRig.V4, rig.dialledTo());
        rig.establish(CoreRig.LOCAL);
        rig.listening();
        assertNotEquals(nonce, rig.nonce());
        assertEquals(Optional.of(nonce), firstTry());
        assertFalse(saysBoth());
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.callBack(2);
        assertTrue(rig.ended(ring).answered());
    }

    /** [ISS-29] [ISS-19] */
    @Test
    public void aRingThatChangedAndIsNotReachedGoesBackOnceAndNoFurther() {
        long ring = sentElsewhere();
        RingNonce nonce = rig.nonce();
        cameBySix();
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.result(Outcome.NOT_REACHED);
        assertEquals(CoreRig.V4, rig.dialledTo());
        rig.establish(CoreRig.LOCAL);
        rig.listening();
        assertEquals(Optional.of(nonce), firstTry());
        assertFalse(saysBoth());
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.result(Outcome.NOT_REACHED);
        assertFalse(rig.ended(ring).answered());
        assertEquals(3, dials());
        assertNothingIsLeft();
    }

    // ---- a server that says what it should not

    /** [ISS-29] */
    @Test
    public void aServerThatWasOfferedNothingEndsTheRingInWords() {
        long ring = asked(CoreRig.V4);
        refuse(first);
        assertEndedInWords(ring);
        assertEquals(1, dials());
    }

    /** [ISS-29] */
    @Test
    public void aServerThatAsksForTheOtherFamilyTwiceEndsTheRingInWords() {
        long ring = sentElsewhere();
        cameBySix();
        refuse(rig.dialled());
        assertEndedInWords(ring);
        assertEquals(2, dials());
    }

    /** [ISS-29] */
    @Test
    public void aServerThatPassedTheRingOnCannotAskForTheOtherFamilyAnyMore() {
        long ring = asked(CoreRig.V4, CoreRig.V6);
        rig.connectAnswer(EQUIPMENT.fingerprint());
        refuse(first);
        assertEndedInWords(ring);
        assertEquals(1, dials());
    }

    private void assertEndedInWords(long ring) {
        String reason = rig.reason(ring);
        assertTrue(reason, reason.contains("the server answers with code 440, "));
        assertNothingIsLeft();
    }

    /** [ISS-29] */
    @Test
    public void whatTheServerSaysOnTheFirstConnectionMeanwhileChangesNothing() {
        long ring = sentElsewhere();
        RingNonce nonce = rig.nonce();
        TransactionId before = rig.connect().transaction();
        refuse(first);
        rig.feed(new Event.Received(
                first,
                Message.of(MessageKind.RESULT, TransactionId.random(rig.random))
                        .with(Attributes.RING_NONCE, nonce)
                        .with(Attributes.OUTCOME, Outcome.NOT_REACHED)
                        .build()));
        assertEquals(List.of(), rig.all(IssuerAction.RingEnded.class));
        assertEquals(2, dials());
        assertEquals(Long.valueOf(2), rig.core.counters().get("server.unexpected"));
        assertFalse(tells("server's result"));
        rig.pass(Duration.ofSeconds(1));
        assertStays(nonce, before);
        assertAnswersOnTheFirst(ring);
    }

    /** [ISS-29] The gateway has the first request from a server that said that it passes nothing on. */
    @Test
    public void aCallBackThatComesMeanwhileAnswersTheRingAndEndsTheChange() {
        long ring = sentElsewhere();
        long six = rig.dialled();
        rig.callBack(2);
        assertTrue(rig.ended(ring).answered());
        assertTrue(rig.actions.contains(new Action.Abort(six)));
        rig.pass(Duration.ofMinutes(2));
        assertEquals(1, connects().size());
        assertTrue(rig.ended(ring).answered());
        assertTrue(closed(first));
    }

    /** [ISS-29] */
    @Test
    public void whoHangsUpMeanwhileLeavesNothingOpen() {
        long ring = sentElsewhere();
        rig.feed(new IssuerEvent.GiveUp(ring));
        assertEquals("The ring was ended here: hung up before it was answered", rig.reason(ring));
        assertNothingIsLeft();
    }

    /** Each connection that was dialled and each port that was opened is closed, and nothing is wanted any more. */
    private void assertNothingIsLeft() {
        rig.all(Action.Dial.class).forEach(dial -> assertTrue("" + dial, closed(dial.connection())));
        rig.all(IssuerAction.Listen.class).forEach(listen -> assertTrue("" + listen, deaf(listen.listener())));
        int actions = rig.actions.size();
        rig.pass(Duration.ofMinutes(2));
        assertEquals(actions, rig.actions.size());
    }
}
