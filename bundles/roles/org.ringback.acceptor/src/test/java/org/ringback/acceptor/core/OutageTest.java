package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.Test;
import org.ringback.api.ServerMiss;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.spi.CloseReason;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;

/** After any outage equipment is back within one refresh interval of the line's return: the real core, virtual time. */
public final class OutageTest {
    private static final Duration REFRESH = Duration.ofSeconds(25);
    private static final InetSocketAddress V4 = Rig.ADDRESS;
    private static final InetSocketAddress V4_TOO = new InetSocketAddress("9.9.9.10", 3478);
    private static final InetSocketAddress V6 = new InetSocketAddress("2a00::9", 3478);
    private static final int[] OUTAGES = {40, 70, 150, 240, 720, 3_600};
    private static final int PHASES = 8;

    /** A line to a server: what of it works at the moment. */
    private static final class Line {
        private final Rig rig = new Rig();
        private final Set<InetSocketAddress> answering = new HashSet<>();
        private final Set<InetSocketAddress> refused = new HashSet<>();
        private final List<InetSocketAddress> used = new ArrayList<>();
        private Rig.Remote remote;

        Line(Duration refresh, InetSocketAddress... server) {
            rig.refresh = (int) refresh.toSeconds();
            rig.join(Rig.LAMP);
            rig.actions.clear();
            rig.resolve(server);
            answering.addAll(List.of(server));
            rig.pass(Duration.ZERO);
            remote = rig.lease(rig.take(Rig.DialServer.class));
            carry();
            assertEquals("registered", state());
        }

        String state() {
            return rig.equipment().get(0).state();
        }

        /** Lets time pass; what is sent meanwhile is answered, refused or lost. */
        void live(Duration duration) {
            long end = rig.now().nanos() + duration.toNanos();
            while (rig.core.nextDeadline() <= end) {
                long now = rig.now().nanos();
                rig.pass(Duration.ofNanos(Math.max(now, rig.core.nextDeadline()) - now));
                carry();
            }
            rig.pass(Duration.ofNanos(end - rig.now().nanos()));
        }

        private void carry() {
            while (!rig.actions.isEmpty()) {
                Action action = rig.actions.remove(0);
                if (action instanceof AcceptorAction.ToServer datagram) {
                    carry(datagram);
                } else if (action instanceof Rig.DialServer dial) {
                    dial(dial);
                }
            }
        }

        private void carry(AcceptorAction.ToServer datagram) {
            if (refused.contains(datagram.to())) {
                rig.feed(new AcceptorEvent.SendFailed(datagram.to(), ServerMiss.UNREACHED, "Network is unreachable"));
            } else if (answering.contains(datagram.to())) {
                Message request = rig.decode(datagram.bytes());
                boolean proved = request.find(Attributes.NONCE).isPresent();
                if (proved) {
                    used.add(datagram.to());
                }
                rig.send(
                        proved ? remote.registered(request) : remote.challenge(request, ErrorCodes.UNAUTHENTICATED),
                        datagram.to());
            }
        }

        private void dial(Rig.DialServer dial) {
            if (answering.contains(dial.address())) {
                remote = rig.lease(dial);
            } else if (refused.contains(dial.address())) {
                rig.feed(new Event.Closed(dial.connection(), CloseReason.Kind.REFUSED, "unreachable"));
            }
        }

        void backWithin(Duration refresh, String what) {
            used.clear();
            live(refresh);
            assertTrue(what + ": " + state(), !used.isEmpty() && state().equals("registered"));
        }

        InetSocketAddress last() {
            return used.get(used.size() - 1);
        }
    }

    /** Every outage at many phases of the refresh; true: sending fails, false: silence. */
    private static void outages(boolean sendFails, List<InetSocketAddress> server, Set<InetSocketAddress> dead) {
        outages(REFRESH, sendFails, server, dead);
    }

    private static void outages(
            Duration refresh, boolean sendFails, List<InetSocketAddress> server, Set<InetSocketAddress> dead) {
        for (int seconds : OUTAGES) {
            for (int phase = 0; phase < PHASES; phase++) {
                Line line = new Line(refresh, server.toArray(InetSocketAddress[]::new));
                line.answering.removeAll(dead);
                dead.stream().filter(Inet6Family::is).forEach(line.refused::add);
                line.live(Duration.ofSeconds(60).plusMillis(phase * 3_167L));
                Set<InetSocketAddress> alive = Set.copyOf(line.answering);
                line.answering.clear();
                if (sendFails) {
                    line.refused.addAll(server);
                }
                line.live(Duration.ofSeconds(seconds).plusMillis(phase * 997L));
                line.refused.clear();
                dead.stream().filter(Inet6Family::is).forEach(line.refused::add);
                line.answering.addAll(alive);
                line.backWithin(refresh, seconds + " s, phase " + phase);
            }
        }
    }

    /** A home without IPv6 cannot even send there. */
    private static final class Inet6Family {
        static boolean is(InetSocketAddress address) {
            return address.getAddress() instanceof Inet6Address;
        }
    }

    @Test
    public void oneAddressAndSilence() {
        outages(false, List.of(V4), Set.of());
    }

    @Test
    public void oneAddressAndNothingCanBeSent() {
        outages(true, List.of(V4), Set.of());
    }

    @Test
    public void twoFamiliesAndSilence() {
        outages(false, List.of(V6, V4), Set.of());
    }

    @Test
    public void twoFamiliesAndNothingCanBeSent() {
        outages(true, List.of(V6, V4), Set.of());
    }

    @Test
    public void aHomeOfOneFamilyAndAServerOfTwo() {
        outages(false, List.of(V6, V4), Set.of(V6));
    }

    @Test
    public void aHomeOfOneFamilyThatCannotSend() {
        outages(true, List.of(V6, V4), Set.of(V6));
    }

    @Test
    public void oneDeadAddressOfTwo() {
        outages(false, List.of(V4_TOO, V4), Set.of(V4_TOO));
    }

    @Test
    public void aServerThatWantsToHearMoreOften() {
        outages(Duration.ofSeconds(10), false, List.of(V6, V4), Set.of(V6));
        outages(Duration.ofSeconds(10), true, List.of(V4), Set.of());
    }

    @Test
    public void anAddressThatDiesCostsASecondAndAHalfNotAMinute() {
        Line line = new Line(REFRESH, V4, V4_TOO);
        line.answering.remove(V4);
        line.used.clear();
        line.rig.await(AcceptorAction.ToServer.class, REFRESH);
        line.carry();
        line.live(Duration.ofMillis(1_499));
        assertEquals(List.of(), line.used);
        line.live(Duration.ofMillis(1));
        assertEquals(List.of(V4_TOO), line.used);
    }

    @Test
    public void aSendThatFailsLeadsToTheNextAddressAtOnce() {
        Line line = new Line(REFRESH, V4, V6);
        line.answering.remove(V4);
        line.refused.add(V4);
        line.rig.await(AcceptorAction.ToServer.class, REFRESH);
        long sent = line.rig.now().nanos();
        line.carry();
        assertEquals("registered", line.state());
        assertEquals(V6, line.last());
        assertEquals(sent, line.rig.now().nanos());
    }

    @Test
    public void aServerThatMovesByDnsIsFollowedWhileTheOldAddressAnswers() {
        Line line = new Line(REFRESH, V4);
        line.rig.resolve(V4_TOO);
        line.answering.add(V4_TOO);
        line.live(Duration.ofSeconds(90));
        assertEquals(V4_TOO, line.last());
        line.answering.remove(V4);
        line.backWithin(REFRESH, "the new address alone");
    }

    @Test
    public void aNameThatMeansSomethingDeadTakesNobodyAway() {
        Line line = new Line(REFRESH, V4);
        line.rig.resolve(V4_TOO);
        line.live(Duration.ofMinutes(10));
        assertEquals("registered", line.state());
        assertEquals(V4, line.last());
    }

    @Test
    public void aChangeOfTheNetworkEndsTheWaitingAtOnce() {
        Line line = new Line(REFRESH, V4);
        line.answering.clear();
        line.live(Duration.ofMinutes(30));
        line.answering.add(V4);
        line.rig.feed(new AcceptorEvent.NetworkChanged());
        line.carry();
        assertEquals("registered", line.state());
    }

    @Test
    public void aGatewayThatStartsInAnOutageIsBackAsSoon() {
        for (int seconds : OUTAGES) {
            Line line = new Line(REFRESH, V4, V6);
            line.rig.restart();
            line.rig.resolve(V4, V6);
            line.answering.clear();
            line.refused.addAll(List.of(V4, V6));
            line.live(Duration.ofSeconds(seconds));
            line.refused.clear();
            line.answering.addAll(List.of(V4, V6));
            line.backWithin(REFRESH, seconds + " s");
        }
    }

    @Test
    public void whileNothingAnswersEachAddressIsKnockedAtOncePerRefreshAndTheReasonIsSaid() {
        Line line = new Line(REFRESH, V4);
        line.answering.clear();
        line.live(Duration.ofHours(1));
        String state = line.state();
        assertTrue(state, state.matches("silent for 36\\d\\d s"));
        assertEquals("no answer from " + Rig.SERVER, line.rig.trouble());
        line.rig.pass(Duration.ofMinutes(10));
        int sent = line.rig.all(AcceptorAction.ToServer.class).size();
        assertTrue(sent + " datagrams in 10 min", sent >= 24 && sent <= 80);
    }
}
