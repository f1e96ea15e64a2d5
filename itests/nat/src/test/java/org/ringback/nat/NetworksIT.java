package org.ringback.nat;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;

/** Each kind of network does to plain sockets what its name says, before any program of ours is behind it. */
public final class NetworksIT {
    private static final List<Kind> ALL = List.of(Kind.values());
    private static final List<Kind> ISSUERS = List.of(Kind.FW, Kind.EIM, Kind.SYM, Kind.V6FW);
    private static final Duration ONE_WAY = Duration.ofMillis(20);
    private static final String LOCAL = "40000";
    private static final String NOTHING = "nothing";
    private static final String REFUSED = "Connection refused";

    private static Grounds grounds;

    @Rule
    public final Timeout limit = Timeout.seconds(60);

    @BeforeClass
    public static void make() {
        String lacking = Grounds.lacking();
        assumeTrue(lacking, lacking.isEmpty());
        grounds = Grounds.make(ALL, ISSUERS);
        sites().forEach(site -> grounds.internet().line(site.number(), ONE_WAY, 0, Internet.WHOLE));
    }

    private static Stream<Site> sites() {
        return Stream.concat(ALL.stream().map(grounds::home), ISSUERS.stream().map(grounds::issuer));
    }

    @AfterClass
    public static void remove() {
        if (grounds != null) {
            grounds.close();
        }
    }

    @Test
    public void onlyTheSymmetricRouterTakesAnotherPortForAnotherDestinationAndNoneLetsInWhatWasNotAskedFor() {
        World.side(
                ALL.size(),
                ALL.stream().<Runnable>map(kind -> () -> assertBehaves(kind)).toList());
    }

    private static void assertBehaves(Kind kind) {
        Kind.Line line = kind.line(six(kind));
        int ports = line == Kind.Line.SYMMETRIC ? 2 : 1;
        assertEquals(kind.label() + ", ports by TCP", ports, ports(kind, "tcp").size());
        assertEquals(kind.label() + ", ports by UDP", ports, ports(kind, "udp").size());
        boolean answers = line == Kind.Line.OPEN || line == Kind.Line.RESETTING;
        assertEquals(
                kind.label() + ", a SYN from outside",
                answers ? REFUSED : NOTHING,
                dial(grounds.server().machine(), outside(grounds.home(kind)), "41000"));
    }

    private static boolean six(Kind kind) {
        return kind.ipv4() == Kind.Line.NONE;
    }

    /** From which ports the internet sees one port of the home dial two addresses of the server. */
    private static Set<Integer> ports(Kind kind, String protocol) {
        Site home = grounds.home(kind);
        try (Traffic.Watch watch = grounds.internet().traffic().watch(home.number(), home.number())) {
            Script.run(home.machine(), "probe.pl", protocol, LOCAL, server(kind, 2), "9", server(kind, 3), "9");
            await().until(() -> out(watch, home, protocol).size() == 2);
            return out(watch, home, protocol).stream()
                    .map(packet -> packet.from().getPort())
                    .collect(Collectors.toSet());
        }
    }

    private static List<Sighting> out(Traffic.Watch watch, Site home, String protocol) {
        return watch.seen().stream()
                .filter(packet -> packet.fromSite() == home.number())
                .filter(packet -> protocol.equals("tcp") ? packet.asks() : !packet.tcp())
                .toList();
    }

    private static String server(Kind kind, int host) {
        return six(kind) ? Plan.ipv6(Plan.SERVER, host) : Plan.ipv4(Plan.SERVER, host);
    }

    private static String outside(Site site) {
        return six(site.kind()) ? Plan.ipv6(site.number(), 2) : Plan.ipv4(site.number(), 2);
    }

    private static String dial(String space, String address, String port) {
        return Script.run(space, "probe.pl", "tcp", LOCAL, address, port).get(0);
    }

    @Test
    public void aPacketTakesAsLongAsTheLinesAreSetToAndNothingComesThroughABrokenOne() {
        World.side(
                ALL.size(),
                sites().<Runnable>map(site -> () -> assertDelayed(site)).toList());
        assertEquals(
                NOTHING,
                Script.run(grounds.home(Kind.DUALBROKEN).machine(), "probe.pl", "echo", Plan.ipv6(Plan.SERVER, 2))
                        .get(0));
        assertTrue(echo(grounds.home(Kind.DUAL), Plan.ipv6(Plan.SERVER, 2)) > 0);
    }

    private static void assertDelayed(Site site) {
        double millis = echo(site, server(site.kind(), 2));
        assertTrue(site.kind().label() + ": " + millis, millis >= 2 * ONE_WAY.toMillis());
    }

    private static double echo(Site site, String address) {
        return Double.parseDouble(
                Script.run(site.machine(), "probe.pl", "echo", address).get(0));
    }

    @Test
    public void twoClosedEndsThatDialAtTheSameMomentMeetUnlessOneIsSymmetric() {
        assertMeet(true, Kind.FW, Kind.EIM);
        assertMeet(true, Kind.EIM, Kind.CGNAT);
        assertMeet(true, Kind.V6FW, Kind.V6FW);
        assertMeet(false, Kind.SYM, Kind.EIMRST);
    }

    private static void assertMeet(boolean expected, Kind from, Kind to) {
        Site issuer = grounds.issuer(from);
        Site home = grounds.home(to);
        CompletableFuture<String> other =
                CompletableFuture.supplyAsync(() -> dial(issuer.machine(), outside(home), LOCAL));
        String one = dial(home.machine(), outside(issuer), LOCAL);
        String both = from.label() + " × " + to.label() + ": " + one + ", " + other.join();
        assertEquals(both, expected, !one.equals(NOTHING) && !other.join().equals(NOTHING));
    }
}
