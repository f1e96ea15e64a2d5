package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.api.control.EquipmentStatus;
import org.ringback.api.control.EquipmentStatus.ServiceStatus;
import org.ringback.kernel.Action;
import org.ringback.kernel.EquipmentNames;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;
import org.ringback.spi.CloseReason;
import org.ringback.spi.Ticket;
import org.ringback.wire.Message;
import org.ringback.wire.Outcome;

/** What a person sees of the gateway: state, warnings, stories. */
public final class GatewayViewTest {
    private final Rig rig = new Rig();

    @Before
    public void joined() {
        rig.join(Rig.LAMP);
    }

    private EquipmentStatus status() {
        return rig.equipment().get(0);
    }

    private void configure(RingSystem... systems) {
        rig.feed(new AcceptorEvent.Configure(
                new AcceptorSettings(Map.of(Rig.LAMP, Set.of(systems)), Map.of(), List.of(), CallLimits.DEFAULT)));
    }

    private void setPassword(Secret information) {
        rig.feed(new AcceptorEvent.SetPassword(new Request<>(++rig.request), Rig.LAMP, rig.key(), information));
    }

    @Test
    public void whatAnswersItsRingsIsToldByNameWithItsMark() {
        assertEquals(List.of(), status().services());
        rig.services.answered.addAll(List.of("ssh", "http"));
        rig.services.admin.add("ssh");
        assertEquals(
                List.of(new ServiceStatus("http", false, ""), new ServiceStatus("ssh", true, "")), status().services());
    }

    @Test
    public void theServerIsTheOneInUseOnceItIsFound() {
        rig.restart();
        assertEquals(Rig.SERVER, status().server());
        assertEquals(Optional.empty(), status().reflexive());
        rig.register(Rig.LAMP);
        assertEquals(Rig.SERVER, status().server());
        assertEquals(Optional.of("80.80.80.80:50000"), status().reflexive());
    }

    @Test
    public void theAddressThatTheServerSeesIsTranslatedIfItIsNoneOfThisMachines() throws UnknownHostException {
        rig.register(Rig.LAMP);
        rig.feed(new AcceptorEvent.OwnAddresses(Set.of()));
        assertEquals("this machine's addresses are not known", Optional.empty(), status().translated());
        rig.feed(new AcceptorEvent.OwnAddresses(Set.of(InetAddress.getByName("192.168.1.7"))));
        assertEquals(Optional.of(true), status().translated());
        rig.feed(new AcceptorEvent.OwnAddresses(
                Set.of(InetAddress.getByName("192.168.1.7"), InetAddress.getByName("80.80.80.80"))));
        assertEquals(Optional.of(false), status().translated());
    }

    @Test
    public void whereTheServerHasNotSaidWhatItSeesItIsNotKnownWhetherThatIsTranslated() throws UnknownHostException {
        rig.restart();
        rig.feed(new AcceptorEvent.OwnAddresses(Set.of(InetAddress.getByName("192.168.1.7"))));
        assertEquals(Optional.empty(), status().translated());
    }

    @Test
    public void ofSeveralServersTheOneThatIsFoundIsToldBeforeAnyIsInUse() {
        Ticket ticket = rig.ticket(Rig.THERMOSTAT, Role.ACCEPTOR);
        StoredEquipment joined = StoredEquipment.create(
                EquipmentNames.plain(Rig.THERMOSTAT),
                new Ticket(
                        List.of("192.0.2.1:3478", "192.0.2.2:3478"),
                        ticket.pins(),
                        ticket.protections(),
                        ticket.id(),
                        ticket.role(),
                        ticket.codeId(),
                        ticket.code(),
                        ticket.made()),
                Rig.primitives());
        rig.disk.get(Records.EQUIPMENT).put(joined.id().value(), joined.toBytes());
        rig.restart();
        rig.feed(new Event.Tick());
        rig.feed(new Event.Resolved("192.0.2.2:3478", List.of(new InetSocketAddress("192.0.2.2", 3478))));
        assertEquals(
                "192.0.2.2:3478",
                rig.core.equipment(joined.id(), rig.now()).orElseThrow().server());
    }

    @Test
    public void ofFiveThatHaveOneTroubleInCommonEachIsNamed() {
        for (int i = 1; i < 5; i++) {
            rig.join(new EquipmentId("more-" + i));
        }
        rig.restart();
        rig.feed(new Event.Tick());
        rig.resolve();
        rig.pass(Duration.ofSeconds(20));
        List<String> warnings = rig.core.warnings(rig.now());
        assertEquals(5, rig.core.joined().size());
        assertEquals(warnings.toString(), 1, warnings.size());
        assertTrue(
                warnings.get(0),
                warnings.get(0).startsWith("lamp-1, more-1, more-2, more-3, more-4: not registered, and cannot"));
    }

    @Test
    public void aSystemThatAsksForThePasswordNeedsOne() {
        configure(RingSystem.CALL_BACK, RingSystem.DATAGRAM);
        assertEquals(List.of(), rig.core.warnings(rig.now()));
        configure(RingSystem.CALL_BACK, RingSystem.PASSWORD);
        assertEquals(
                List.of("lamp-1: answers a system that asks for the password, and none is set"),
                rig.core.warnings(rig.now()));
        setPassword(Secret.random(rig.random, 32));
        assertEquals(List.of(), rig.core.warnings(rig.now()));
    }

    @Test
    public void anAlarmIsToldUntilItsGrantIsRevoked() {
        Caller anna = Caller.invited(rig, rig.register(Rig.LAMP), Rig.ANNA);
        assertEquals(List.of(), rig.core.warnings(rig.now()));
        anna.answeredRing(RingSystem.CALL_BACK);
        anna.key = Rig.IDENTITIES.create().fingerprint();
        anna.ring(RingSystem.CALL_BACK);
        assertEquals(1, rig.core.warnings(rig.now()).size());
        assertTrue(rig.core.warnings(rig.now()).get(0).startsWith("lamp-1, grant of anna: another key"));
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
        assertEquals(List.of(), rig.core.warnings(rig.now()));
    }

    @Test
    public void connectionsAreCountedWhileTheyStand() {
        Caller anna = Caller.invited(rig, rig.register(Rig.LAMP), Rig.ANNA);
        assertEquals(0, rig.core.connections());
        anna.ring(RingSystem.CALL_BACK);
        assertEquals("to the server and to the issuer", 2, rig.core.connections());
        anna.accept(anna.reached());
        assertEquals("the call-back", 1, rig.core.connections());
    }

    @Test
    public void callBacksAreCountedForTheEquipmentThatAnswered() {
        Caller anna = Caller.invited(rig, rig.register(Rig.LAMP), Rig.ANNA);
        anna.answeredRing(RingSystem.CALL_BACK);
        rig.join(Rig.THERMOSTAT);
        assertEquals(1, status().calls());
        assertEquals(0, rig.equipment().get(1).calls());
        anna.ring(RingSystem.CALL_BACK);
        assertEquals("one on its way is none yet", 1, status().calls());
    }

    @Test
    public void reportsByDatagramAreCountedUntilTheyAreGivenUp() {
        Rig.Remote remote = rig.register(Rig.LAMP);
        Caller anna = Caller.invited(rig, remote, Rig.ANNA);
        rig.send(remote.datagramRing(5, anna.second(RingSystem.DATAGRAM)));
        assertEquals(1, rig.core.pendingReports());
        rig.pass(Duration.ofSeconds(20));
        assertEquals(0, rig.core.pendingReports());
    }

    @Test
    public void commandsAndResultsDoNotPrintTheirSecrets() {
        assertEquals("Join[Request[number=7]]", new AcceptorEvent.Join(new Request<>(7), "secret", false).toString());
        assertEquals("Completed[Request[number=8]]", new Action.Completed<>(new Request<>(8), "secret").toString());
    }

    // --- stories ---

    private List<String> steps() {
        return rig.core.stories().get(0).steps().stream()
                .map(step -> step.name() + ": " + step.detail())
                .toList();
    }

    @Test
    public void everyRingHasAStoryOfItsOwnLatestFirst() {
        Caller anna = Caller.invited(rig, rig.register(Rig.LAMP), Rig.ANNA);
        anna.answeredRing(RingSystem.CALL_BACK);
        var first = anna.nonce;
        anna.answeredRing(RingSystem.CALL_BACK);
        assertEquals(
                List.of(anna.nonce, first),
                rig.core.stories().stream().map(RingStory::nonce).toList());
    }

    @Test
    public void theStoryTellsWhereTheIssuerIsAndThatThePasswordWasRight() {
        Caller anna = Caller.invited(rig, rig.register(Rig.LAMP), Rig.ANNA);
        anna.ring(RingSystem.CALL_BACK);
        assertTrue(steps().contains("second connection request: issuer at 8.8.8.8:45000"));
        assertTrue(steps().contains("request accepted: grant"));
        anna.password = Secret.random(rig.random, 32);
        setPassword(anna.password);
        anna.ring(RingSystem.CERTIFIED);
        assertTrue(steps().contains("request accepted: grant and password"));
    }

    @Test
    public void aRefusedRingTellsTheSystemAsFarAsItIsKnown() {
        Rig.Remote remote = rig.register(Rig.LAMP);
        Caller anna = Caller.invited(rig, remote, Rig.ANNA);
        anna.nonce = RingNonce.random(rig.random);
        EquipmentId other = Rig.THERMOSTAT;
        anna.ring(anna.second(RingSystem.PASSWORD, anna.nonce, other));
        assertEquals(RingSystem.CALL_BACK, rig.core.stories().get(0).system());
        assertTrue(steps().contains("request refused: the request is for other equipment"));
        Message second = anna.second(RingSystem.PASSWORD, RingNonce.random(rig.random), other);
        rig.pass(Duration.ofSeconds(1));
        rig.send(remote.datagramRing(7, second));
        assertEquals(RingSystem.DATAGRAM, rig.core.stories().get(0).system());
    }

    @Test
    public void theStoryGoesOnUntilTheCallBackIsOver() {
        Caller anna = Caller.invited(rig, rig.register(Rig.LAMP), Rig.ANNA);
        long call = anna.answeredRing(RingSystem.CALL_BACK);
        rig.feed(new Event.Closed(call, CloseReason.Kind.CLOSED_THERE, "closed by the issuer"));
        List<String> steps = steps();
        assertEquals("call-back over: closed by the issuer", steps.get(steps.size() - 1));
        assertTrue(rig.core.stories().get(0).answered());
        assertEquals(0, rig.counted("ring." + Outcome.UNREACHABLE.label().replace(' ', '-')));
    }
}
