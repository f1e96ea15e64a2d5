package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;
import static org.ringback.acceptor.core.Rig.LAMP;
import static org.ringback.acceptor.core.Rig.THERMOSTAT;
import static org.ringback.api.ProtectionId.CERTIFICATE_FIRST;
import static org.ringback.api.ProtectionId.TLS13;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingStory;
import org.ringback.api.RingStory.Step;
import org.ringback.api.RingSystem;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;
import org.ringback.spi.AgreementStep;
import org.ringback.spi.CloseReason;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** Which protection each piece of equipment dials its server with, and what the story tells of it (requirement 11). */
public class ProtectionTest {
    private static final Set<ProtectionId> BOTH = Set.of(TLS13, CERTIFICATE_FIRST);
    private static final String REFUSED = "protection: certificate-first is configured for lamp-1 (expected: tls13,"
            + " which its enrolment allows; its server is not dialled until then)";

    private final Rig rig = new Rig();

    private static AcceptorSettings settings(Map<EquipmentId, String> protections) {
        return new AcceptorSettings(Map.of(), protections, List.of(), CallLimits.DEFAULT);
    }

    private void configure(Map<EquipmentId, String> protections) {
        rig.feed(new AcceptorEvent.Configure(settings(protections)));
    }

    private List<ProtectionId> dialled() {
        return rig.all(Rig.DialServer.class).stream()
                .map(Rig.DialServer::protection)
                .toList();
    }

    @Test
    public void theFirstThatTheEnrolmentAllowsIsTakenIfNothingIsConfigured() {
        assertEquals(
                TLS13,
                AcceptorSettings.DEFAULT.protectionOf(LAMP, BOTH, Rig.NAMES).orElseThrow());
        rig.protections = Set.of(CERTIFICATE_FIRST);
        rig.feed(rig.joinCommand(rig.enrolmentString(LAMP)));
        rig.resolve(Rig.ADDRESS);
        assertEquals(List.of(CERTIFICATE_FIRST), dialled());
    }

    @Test
    public void eachPieceOfEquipmentHasItsOwn() {
        rig.protections = BOTH;
        configure(Map.of(LAMP, "certificate-first"));
        rig.join(LAMP);
        rig.join(THERMOSTAT);
        rig.actions.clear();
        rig.feed(new Event.Tick());
        rig.resolve(Rig.ADDRESS);
        rig.feed(new Event.Tick());
        assertEquals(
                Map.of(LAMP, CERTIFICATE_FIRST, THERMOSTAT, TLS13),
                Map.of(
                        rig.all(Rig.DialServer.class).get(0).self(), dialled().get(0),
                        rig.all(Rig.DialServer.class).get(1).self(), dialled().get(1)));
    }

    @Test
    public void enrolmentLeaseInvitationAndBindAreDialledAlike() {
        rig.protections = BOTH;
        configure(Map.of(LAMP, "certificate-first"));
        rig.feed(rig.joinCommand(rig.enrolmentString(LAMP)));
        rig.resolve(Rig.ADDRESS);
        assertEquals("enrolment", List.of(CERTIFICATE_FIRST), dialled());
        Rig.DialServer enrolling = rig.take(Rig.DialServer.class);
        rig.establish(enrolling);
        rig.receive(
                enrolling.connection(), rig.enrolled(rig.take(Action.Send.class).message(), LAMP));
        rig.feed(new Event.Tick());
        rig.resolve(Rig.ADDRESS);
        rig.feed(new Event.Tick());
        assertEquals("lease", List.of(CERTIFICATE_FIRST), dialled());
        Rig.Remote remote = rig.lease(rig.take(Rig.DialServer.class));
        remote.answerRegistrations();
        rig.actions.clear();
        rig.feed(new AcceptorEvent.MakeGrant(new Request<>(1), LAMP, Rig.ANNA));
        assertEquals("invitation", List.of(CERTIFICATE_FIRST), dialled());
        rig.actions.clear();
        rig.send(remote.wakeUp(5));
        assertEquals("bind", List.of(CERTIFICATE_FIRST), dialled());
    }

    @Test
    public void oneThatTheStringLacksIsRefusedBeforeAnybodyIsAsked() {
        configure(Map.of(LAMP, "certificate-first"));
        rig.feed(rig.joinCommand(rig.enrolmentString(LAMP)));
        assertEquals(REFUSED, rig.take(Action.Refused.class).why());
        rig.none(Action.Resolve.class);
        assertEquals("nothing is under way", Long.MAX_VALUE, rig.core.nextDeadline());
        configure(Map.of());
        rig.join(LAMP);
    }

    @Test
    public void oneThatTheEnrolmentLacksIsWarnedAboutAndNoOtherIsTaken() {
        rig.join(LAMP);
        assertEquals(List.of(), rig.core.warnings(rig.now()));
        rig.restart(settings(Map.of(LAMP, "certificate-first")));
        rig.feed(new Event.Tick());
        rig.resolve(Rig.ADDRESS);
        rig.pass(Duration.ofHours(1));
        rig.none(Rig.DialServer.class);
        assertEquals(List.of(REFUSED), rig.core.warnings(rig.now()));
        assertEquals(REFUSED, rig.trouble());
    }

    @Test
    public void onceTheOwnerMendsTheConfigurationItDialsAtOnce() {
        rig.join(LAMP);
        rig.restart(settings(Map.of(LAMP, "certificate-first")));
        rig.feed(new Event.Tick());
        rig.resolve(Rig.ADDRESS);
        rig.feed(new Event.Tick());
        configure(Map.of(THERMOSTAT, "certificate-first"));
        assertEquals(List.of(TLS13), dialled());
        assertEquals(List.of(), rig.core.warnings(rig.now()));
        configure(Map.of());
        assertEquals("it was not blocked any more", 1, dialled().size());
    }

    @Test
    public void aRingAndAGrantWaitForTheOwnerToo() {
        rig.join(LAMP);
        Rig.Remote remote = rig.register(LAMP);
        configure(Map.of(LAMP, "certificate-first"));
        rig.actions.clear();
        rig.send(remote.wakeUp(5));
        rig.feed(new AcceptorEvent.MakeGrant(new Request<>(1), LAMP, Rig.ANNA));
        assertEquals(List.of(), dialled());
        assertEquals(1, rig.counted("ring.protection-not-allowed"));
        assertEquals(REFUSED, rig.take(Action.Refused.class).why());
    }

    @Test
    public void aFailureOfOneProtectionIsNeverFollowedByTheOther() {
        rig.protections = BOTH;
        configure(Map.of(LAMP, "certificate-first"));
        rig.feed(rig.joinCommand(rig.enrolmentString(LAMP)));
        rig.resolve(Rig.ADDRESS, new InetSocketAddress("2606:4700::1", 3478));
        rig.feed(new Event.Closed(1, CloseReason.Kind.PROTECTION, "the chain has expired"));
        rig.feed(new Event.Closed(3, CloseReason.Kind.PROTECTION, "the chain has expired"));
        assertEquals(List.of(CERTIFICATE_FIRST, CERTIFICATE_FIRST), dialled());
        rig.take(Action.Refused.class);
    }

    @Test
    public void aServerThatEnrolsForOtherProtectionsThanTheOneInUseIsNotBelieved() {
        rig.protections = BOTH;
        rig.feed(rig.joinCommand(rig.enrolmentString(LAMP)));
        rig.resolve(Rig.ADDRESS);
        Rig.DialServer dial = rig.take(Rig.DialServer.class);
        rig.establish(dial);
        rig.protections = Set.of(CERTIFICATE_FIRST);
        Message enrol = rig.take(Action.Send.class).message();
        rig.receive(dial.connection(), rig.enrolled(enrol, LAMP));
        assertEquals(
                "join of lamp-1: the server enrolled it for other protections than tls13; next: ask its operator"
                        + " for a fresh string (enrol lamp-1) and give it to join",
                rig.take(Action.Refused.class).why());
        assertEquals(List.of(), rig.equipment());
    }

    @Test
    public void aGrantCarriesTheProtectionsOfTheInvitation() {
        rig.protections = BOTH;
        rig.join(LAMP);
        assertEquals(
                BOTH,
                Caller.invited(rig, rig.register(LAMP), Rig.ANNA)
                        .grant
                        .invitation()
                        .protections());
    }

    @Test
    public void theStoryTellsTheKeyGenerationInformationAtItsOwnTime() {
        rig.protections = Set.of(CERTIFICATE_FIRST);
        rig.join(LAMP);
        Rig.Remote remote = rig.register(LAMP);
        Caller anna = Caller.invited(rig, remote, Rig.ANNA);
        Message second = anna.second(RingSystem.CALL_BACK);
        rig.actions.clear();
        rig.send(remote.wakeUp(5));
        Rig.DialServer dial = rig.take(Rig.DialServer.class);
        long woken = rig.now().nanos();
        rig.pass(Duration.ofMillis(30));
        rig.agreement = List.of(
                new AgreementStep(
                        "server's certificate valid",
                        woken + Duration.ofMillis(10).toNanos()),
                new AgreementStep(
                        "third key generation information sent",
                        woken + Duration.ofMillis(20).toNanos()),
                new AgreementStep(
                        "fourth key generation information",
                        woken + Duration.ofMillis(25).toNanos()));
        rig.establish(dial);
        Message bind = rig.take(Action.Send.class).message();
        assertEquals(MessageKind.CONNECTION_BIND, bind.kind());
        assertEquals(5, (int) bind.get(Attributes.CONNECTION_ID));
        rig.receive(dial.connection(), Caller.with(second, bind.transaction()));
        RingStory story = rig.core.stories().get(0);
        assertEquals("certificate-first", story.protection());
        assertEquals(
                List.of(
                        new Step("wake-up", Duration.ZERO, "from " + Rig.SERVER),
                        new Step("server's certificate valid", Duration.ofMillis(10), ""),
                        new Step("third key generation information sent", Duration.ofMillis(20), ""),
                        new Step("fourth key generation information", Duration.ofMillis(25), ""),
                        new Step(
                                "second TCP connection protected",
                                Duration.ofMillis(30),
                                "certificate-first, " + Rig.GROUP)),
                story.steps().subList(0, 5));
    }
}
