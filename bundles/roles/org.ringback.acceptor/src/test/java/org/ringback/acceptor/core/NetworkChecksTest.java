package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.Test;
import org.ringback.api.RingSystem;
import org.ringback.api.control.Nat;
import org.ringback.api.control.NetworkPath;
import org.ringback.api.control.NetworkReport;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.kernel.NetworkCheck;
import org.ringback.kernel.Request;
import org.ringback.spi.CloseReason;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Paths;

/** A gateway's owner asks what is between it and its servers, and whether rings reach it. */
public final class NetworkChecksTest {
    private static final InetSocketAddress OUTSIDE = new InetSocketAddress("80.80.80.80", 52_000);

    private final Rig rig = new Rig();
    private long question;

    private Rig.DialServer asked() {
        question = ++rig.request;
        rig.feed(new AcceptorEvent.CheckNetwork(new Request<>(question)));
        return rig.take(Rig.DialServer.class);
    }

    private void answer(Rig.DialServer dial, InetSocketAddress seen) {
        answer(dial, seen, Paths.RELAY);
    }

    private void answer(Rig.DialServer dial, InetSocketAddress seen, int paths) {
        rig.establish(dial);
        Message check = rig.take(Action.Send.class).message();
        assertEquals(MessageKind.NETWORK_CHECK, check.kind());
        assertEquals("nobody listens here", Optional.empty(), check.find(Attributes.DIAL_BACK));
        rig.receive(
                dial.connection(),
                Message.of(MessageKind.NETWORK_CHECKED, check.transaction())
                        .with(Attributes.XOR_MAPPED_ADDRESS, seen)
                        .with(Attributes.SERVER_TIME, rig.now().wall().getEpochSecond())
                        .with(Attributes.PATHS, paths)
                        .build());
    }

    @SuppressWarnings("unchecked")
    private NetworkReport report() {
        Action.Completed<?> done = rig.take(Action.Completed.class);
        assertEquals(question, done.request().number());
        List<NetworkReport> all = (List<NetworkReport>) done.result();
        assertEquals(1, all.size());
        return all.get(0);
    }

    @Test
    public void aRegisteredGatewayIsReachedByRingsThroughItsRouter() {
        rig.join(Rig.LAMP);
        rig.register(Rig.LAMP);
        rig.pass(Duration.ofSeconds(4));
        answer(asked(), OUTSIDE);
        NetworkReport report = report();
        assertTrue(report.good());
        assertEquals(
                "Rings reach lamp-1 here, directly over IPv4, unless a router, the issuer's or the one here (of that a server"
                        + " with one address cannot tell), shows another port to each destination, or the issuer has no"
                        + " IPv4; then through the server's relay",
                report.ring());
        assertEquals("1 of 1 registered, answered 4 s ago, seen at 80.80.80.80:50000", report.udp());
        assertEquals(Nat.TRANSLATED, report.families().get(0).nat());
        assertEquals(OptionalInt.of(1_492), report.paths().get(0).mtu());
        assertEquals("nothing goes on", 0, rig.core.connections());
    }

    private String ring(InetSocketAddress seen, int paths) {
        rig.join(Rig.LAMP);
        rig.register(Rig.LAMP);
        answer(asked(), seen, paths);
        NetworkReport report = report();
        assertTrue(report.good());
        return report.ring();
    }

    @Test
    public void whereTheServerDoesNotRelayNothingElseIsPromised() {
        String ring = ring(OUTSIDE, 0);
        assertTrue(ring, ring.endsWith(" has no IPv4; then not at all, as the server does not relay"));
    }

    @Test
    public void whereNoRouterTranslatesOnlyTheIssuersIsNamed() {
        assertEquals(
                "Rings reach lamp-1 here, directly over IPv4, unless the issuer's router shows another port to each"
                        + " destination, or the issuer has no IPv4, or the issuer may not dial this address, which is private"
                        + " (its key dialable); then through the server's relay",
                ring(Rig.LOCAL, Paths.RELAY));
    }

    @Test
    public void fromAPortThatNobodyDialsIssuersAreMetThatAreOpenAlone() {
        assertEquals(
                "Rings reach lamp-1 here, directly where the issuer's network lets anybody call in; else through the"
                        + " server's relay",
                ring(new InetSocketAddress("80.80.80.80", 1_000), Paths.RELAY));
    }

    @Test
    public void aServerThatDoesNotTellLeavesTheWayOpen() {
        rig.join(Rig.LAMP);
        rig.register(Rig.LAMP);
        Rig.DialServer dial = asked();
        rig.establish(dial);
        rig.feed(new Event.Closed(dial.connection(), CloseReason.Kind.CLOSED_THERE, "closed by the peer"));
        NetworkReport report = report();
        assertTrue(report.good());
        assertEquals(
                "Rings reach lamp-1 here; by which way cannot be told, as the server did not tell where it sees this"
                        + " machine",
                report.ring());
    }

    private NetworkReport registeredWithoutTcp(RingSystem system) {
        rig.join(Rig.LAMP);
        rig.register(Rig.LAMP);
        rig.feed(new AcceptorEvent.Configure(
                new AcceptorSettings(Map.of(Rig.LAMP, Set.of(system)), Map.of(), List.of(), CallLimits.DEFAULT)));
        asked();
        rig.pass(NetworkCheck.EACH);
        return report();
    }

    @Test
    public void aRegisteredGatewayWithoutTcpToItsServerIsReachedByNoRing() {
        NetworkReport report = registeredWithoutTcp(RingSystem.CALL_BACK);
        assertFalse(report.good());
        assertEquals(
                "No ring reaches lamp-1: it is registered, by UDP, and is woken, but takes its rings by TCP, and the server"
                        + " could not be reached: server.example (9.9.9.9:3478): no answer in time",
                report.ring());
        assertTrue(report.advice(), report.advice().contains("443"));
    }

    @Test
    public void datagramRingsReachItWithoutTcpButNothingIsRelayed() {
        NetworkReport report = registeredWithoutTcp(RingSystem.DATAGRAM);
        assertTrue(report.good());
        assertEquals(
                "Rings reach lamp-1 here, directly or not at all, as the server could not be reached: server.example"
                        + " (9.9.9.9:3478): no answer in time",
                report.ring());
    }

    @Test
    public void oneThatIsNotRegisteredIsToldWithItsTrouble() {
        rig.join(Rig.LAMP);
        rig.register(Rig.LAMP);
        rig.pass(Duration.ofMinutes(2));
        rig.actions.clear();
        Rig.DialServer dial = asked();
        rig.feed(new Event.Closed(dial.connection(), CloseReason.Kind.REFUSED, "connection refused"));
        NetworkReport report = report();
        assertFalse(report.good());
        assertTrue(report.ring(), report.ring().startsWith("No ring reaches lamp-1: it is not registered, as "));
        assertFalse(report.advice().isEmpty());
        assertEquals(Nat.NONE, report.families().get(0).nat());
        assertEquals(NetworkPath.State.NOT_REACHED, report.paths().get(0).state());
    }

    @Test
    public void equipmentOfOneServerIsOneQuestionAndAsksOnceAtATime() {
        rig.join(Rig.LAMP);
        rig.register(Rig.LAMP);
        rig.join(Rig.THERMOSTAT);
        rig.actions.clear();
        Rig.DialServer dial = asked();
        long second = ++rig.request;
        rig.feed(new AcceptorEvent.CheckNetwork(new Request<>(second)));
        assertTrue(rig.take(Action.Refused.class).why().startsWith("netcheck: another one is under way"));
        answer(dial, OUTSIDE);
        assertEquals(List.of(Rig.LAMP, Rig.THERMOSTAT), report().equipment());
    }

    @Test
    public void withoutEquipmentNoServerIsKnown() {
        rig.feed(new AcceptorEvent.CheckNetwork(new Request<>(1)));
        assertTrue(rig.take(Action.Refused.class).why().contains("expected: first join"));
    }
}
