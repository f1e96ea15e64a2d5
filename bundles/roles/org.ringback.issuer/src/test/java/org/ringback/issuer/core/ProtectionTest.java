package org.ringback.issuer.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ringback.api.ProtectionId.CERTIFICATE_FIRST;
import static org.ringback.api.ProtectionId.TLS13;
import static org.ringback.issuer.core.CoreRig.ANNA;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.control.GrantedEquipment;
import org.ringback.kernel.Action;
import org.ringback.spi.AgreementStep;
import org.ringback.spi.BoxContent;
import org.ringback.spi.CloseReason;
import org.ringback.spi.ServerPins;
import org.ringback.spi.Ticket;
import org.ringback.wire.Attributes;
import org.ringback.wire.EndedEnrolment;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;

/** Which protection the first TCP connection gets, and what the story tells of it (requirements 7, 15 and 22). */
public class ProtectionTest {
    private static final Set<ProtectionId> BOTH = Set.of(TLS13, CERTIFICATE_FIRST);

    private final CoreRig rig = new CoreRig();

    private static IssuerSettings configured(String protection) {
        return new IssuerSettings(16, 64, Optional.empty(), Optional.of(protection));
    }

    private ProtectionId dialled() {
        return CoreRig.toServer(rig.last(Action.Dial.class)).by();
    }

    private void dial() {
        rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V4);
    }

    @Test
    public void theFirstThatTheEnrolmentAllowsIsTakenIfNothingElseIsAsked() {
        rig.protections = BOTH;
        rig.granted(RingSystem.CALL_BACK);
        dial();
        assertEquals(TLS13, dialled());

        CoreRig other = new CoreRig();
        other.protections = Set.of(CERTIFICATE_FIRST);
        other.granted(RingSystem.CALL_BACK);
        other.ring(RingSystem.CALL_BACK);
        other.resolve(CoreRig.V4);
        assertEquals(
                CERTIFICATE_FIRST,
                CoreRig.toServer(other.last(Action.Dial.class)).by());
    }

    @Test
    public void theConfiguredOneIsTakenToEnrolAndToRing() {
        rig.protections = BOTH;
        rig.feed(new IssuerEvent.Configure(configured("certificate-first")));
        rig.acceptGrant(rig.grant(Set.of(RingSystem.CALL_BACK)));
        rig.resolve(CoreRig.V4);
        assertEquals(CERTIFICATE_FIRST, dialled());
        rig.establish(CoreRig.LOCAL);
        rig.enrolled(ANNA);
        dial();
        assertEquals(CERTIFICATE_FIRST, dialled());
    }

    @Test
    public void theOneAskedForComesBeforeTheOneConfigured() {
        rig.protections = BOTH;
        rig.granted(RingSystem.CALL_BACK);
        rig.feed(new IssuerEvent.Configure(configured("tls13")));
        rig.asked = Optional.of("certificate-first");
        dial();
        assertEquals(CERTIFICATE_FIRST, dialled());
    }

    @Test
    public void oneThatTheEnrolmentLacksIsRefusedHereAndByName() {
        rig.granted(RingSystem.CALL_BACK);
        rig.asked = Optional.of("certificate-first");
        long asked = rig.ring(RingSystem.CALL_BACK);
        assertEquals(
                "protection: certificate-first (expected: tls13, which the enrolment of this issuer with the server of lamp-1 allows)",
                rig.failure(asked));
        rig.asked = Optional.empty();
        rig.feed(new IssuerEvent.Configure(configured("certificate-first")));
        long configured = rig.ring(RingSystem.CALL_BACK);
        assertEquals(
                "protection: certificate-first is configured (expected: tls13, which the enrolment of this issuer with the server of"
                        + " lamp-1 allows)",
                rig.failure(configured));
        long joined = rig.join(CoreRig.STRINGS.print(rig.ticket(Role.ISSUER)));
        assertEquals(
                "protection: certificate-first is configured (expected: tls13, which the enrolment of this string"
                        + " allows)",
                rig.failure(joined));
        assertEquals("nobody was asked", List.of(), rig.all(Action.Resolve.class));
    }

    @Test
    public void anIssuerEnrolledForAnotherProtectionThanTheEquipmentTakesItsGrantWithItsOwn() {
        rig.protections = Set.of(CERTIFICATE_FIRST);
        rig.join(CoreRig.STRINGS.print(rig.ticket(Role.ISSUER)));
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        rig.enrolled(ANNA);
        rig.protections = Set.of(TLS13);
        long request = rig.acceptGrant(rig.grant(Set.of(RingSystem.CALL_BACK)));
        rig.resolve(CoreRig.V4);
        assertEquals(TLS13, dialled());
        rig.establish(CoreRig.LOCAL);
        rig.enrolRefused(ErrorCodes.FORBIDDEN);
        assertEquals(CERTIFICATE_FIRST, dialled());
        rig.establish(CoreRig.LOCAL);
        rig.protections = Set.of(CERTIFICATE_FIRST);
        rig.enrolled(ANNA);
        assertEquals(CoreRig.LAMP, ((GrantedEquipment) rig.results(request).get(0)).equipment());
        dial();
        assertEquals(CERTIFICATE_FIRST, dialled());
    }

    @Test
    public void theConfiguredOneTakesAGrantWhoseStringLacksItIfThisIssuerMayBeEnrolledForIt() {
        rig.protections = Set.of(CERTIFICATE_FIRST);
        rig.granted(RingSystem.CALL_BACK);
        rig.feed(new IssuerEvent.Configure(configured("certificate-first")));
        rig.protections = Set.of(TLS13);
        long request = rig.acceptGrant(rig.grant(Set.of(RingSystem.CALL_BACK)));
        rig.resolve(CoreRig.V4);
        assertEquals(CERTIFICATE_FIRST, dialled());
        rig.establish(CoreRig.LOCAL);
        rig.enrolRefused(ErrorCodes.FORBIDDEN);
        assertTrue(rig.failure(request), rig.failure(request).contains("key protection"));
    }

    @Test
    public void aNewKeyAndOneThatWasEndedAskOnce() {
        long fresh = rig.acceptGrant(rig.grant(Set.of(RingSystem.CALL_BACK)));
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        rig.enrolRefused(ErrorCodes.FORBIDDEN);
        assertTrue(rig.failure(fresh), rig.failure(fresh).contains("(403)"));
        long suspended = rig.acceptGrant(rig.grant(Set.of(RingSystem.CALL_BACK)));
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        rig.enrolRefused(EndedEnrolment.SUSPENDED);
        assertTrue(rig.failure(suspended), rig.failure(suspended).contains("suspended"));
    }

    @Test
    public void aFailureOfOneProtectionIsNeverFollowedByTheOther() {
        rig.protections = BOTH;
        rig.granted(RingSystem.CALL_BACK);
        rig.asked = Optional.of("certificate-first");
        long ring = rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V4, CoreRig.V6);
        rig.closed(rig.dialled(), CloseReason.Kind.PROTECTION, "the chain has expired");
        rig.closed(rig.dialled(), CloseReason.Kind.BROKEN, "reset");
        assertTrue(rig.reason(ring).contains("the chain has expired"));
        assertEquals(
                List.of(CERTIFICATE_FIRST, CERTIFICATE_FIRST),
                rig.all(Action.Dial.class).stream()
                        .map(dial -> CoreRig.toServer(dial).by())
                        .toList());
    }

    @Test
    public void overTheOtherAddressFamilyTheProtectionIsTheSame() {
        rig.protections = BOTH;
        rig.granted(RingSystem.CALL_BACK);
        rig.asked = Optional.of("certificate-first");
        rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V4, CoreRig.V6);
        rig.establish(CoreRig.LOCAL);
        rig.listening();
        rig.connectRefused(ErrorCodes.NO_ANSWER);
        assertEquals(CoreRig.V6, rig.dialledTo());
        assertEquals(CERTIFICATE_FIRST, dialled());
    }

    @Test
    public void whatTheServerEnrolsAnewHoldsForTheGrantsOfThatServer() {
        rig.granted(RingSystem.CALL_BACK);
        rig.protections = BOTH;
        rig.join(CoreRig.STRINGS.print(rig.ticket(Role.ISSUER)));
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        rig.enrolled(ANNA);
        assertEquals(ANNA, rig.last(Action.Completed.class).result());
        rig.restarted(configured("certificate-first"));
        dial();
        assertEquals("and on disk", CERTIFICATE_FIRST, dialled());
    }

    @Test
    public void theGrantsOfAnotherServerKeepTheirProtections() {
        rig.granted(RingSystem.CALL_BACK);
        rig.protections = BOTH;
        Ticket here = rig.ticket(Role.ISSUER);
        Ticket elsewhere = new Ticket(
                here.servers(),
                new ServerPins(List.of(CoreRig.EQUIPMENT.fingerprint())),
                here.protections(),
                here.id(),
                here.role(),
                here.codeId(),
                here.code(),
                here.made());
        rig.join(CoreRig.STRINGS.print(elsewhere));
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        rig.enrolled(ANNA);
        rig.restarted(configured("certificate-first"));
        long ring = rig.ring(RingSystem.CALL_BACK);
        assertTrue(rig.failure(ring), rig.failure(ring).contains("certificate-first"));
    }

    @Test
    public void aServerThatEnrolsForOtherProtectionsThanTheOneInUseIsNotBelieved() {
        rig.protections = BOTH;
        long taken = rig.acceptGrant(rig.grant(Set.of(RingSystem.CALL_BACK)));
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        rig.protections = Set.of(CERTIFICATE_FIRST);
        rig.enrolled(ANNA);
        assertTrue(rig.failure(taken).endsWith("the server enrolled this issuer for other protections than tls13"));
    }

    @Test
    public void theStoryTellsTheKeyGenerationInformationAtItsOwnTime() {
        rig.protections = Set.of(CERTIFICATE_FIRST);
        rig.granted(RingSystem.CALL_BACK);
        dial();
        long before = rig.now().nanos();
        rig.pass(Duration.ofMillis(40));
        rig.agreement = List.of(
                new AgreementStep(
                        "certificate valid", before + Duration.ofMillis(10).toNanos()),
                new AgreementStep(
                        "first key generation information sent",
                        before + Duration.ofMillis(20).toNanos()),
                new AgreementStep(
                        "second key generation information",
                        before + Duration.ofMillis(30).toNanos()));
        rig.establish(CoreRig.LOCAL);
        RingStory story = rig.core.stories().get(0);
        assertEquals("certificate-first", story.protection());
        assertEquals(
                List.of(
                        new RingStory.Step("dialling the server", Duration.ZERO, "server.example (192.0.2.1:3478)"),
                        new RingStory.Step("certificate valid", Duration.ofMillis(10), ""),
                        new RingStory.Step("first key generation information sent", Duration.ofMillis(20), ""),
                        new RingStory.Step("second key generation information", Duration.ofMillis(30), ""),
                        new RingStory.Step(
                                "server proved", Duration.ofMillis(40), "certificate-first, " + CoreRig.GROUP)),
                story.steps());
    }

    @Test
    public void onOneProtectionPasswordAndCertifiedDifferOnlyInTheSystemNamed() throws Exception {
        rig.granted(RingSystem.PASSWORD, RingSystem.CERTIFIED).password("sesame");
        rig.ringAsked(RingSystem.PASSWORD);
        Message password = rig.connect();
        BoxContent inPassword = box(password);
        rig.ringAsked(RingSystem.CERTIFIED);
        Message certified = rig.connect();
        BoxContent inCertified = box(certified);
        assertEquals(4, certified.get(Attributes.SYSTEM_REQUESTED).number());
        assertEquals(RingSystem.CERTIFIED, inCertified.system());
        assertTrue(inCertified.passwordProof().isPresent());
        assertEquals(inPassword.grant(), inCertified.grant());
        assertEquals(inPassword.issuer(), inCertified.issuer());
        assertEquals(password.get(Attributes.BOX).length, certified.get(Attributes.BOX).length);
        assertEquals(password.kind().required(), certified.kind().required());
    }

    private static BoxContent box(Message connect) {
        return CoreRig.RINGS
                .openBox(CoreRig.SEALING, CoreRig.LAMP, connect.get(Attributes.RING_NONCE), connect.get(Attributes.BOX))
                .orElseThrow()
                .content();
    }
}
