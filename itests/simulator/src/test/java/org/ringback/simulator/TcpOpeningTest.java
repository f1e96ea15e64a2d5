package org.ringback.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.Test;
import org.ringback.simulator.tcp.DialFailure;
import org.ringback.simulator.tcp.NetworkKind;
import org.ringback.simulator.tcp.TcpSocket;

/**
 * That TCP opens in the simulator as it was measured between real kernels and NATs of nftables, 20 ms one way on each side:
 * both ends dial from the port from which a server knows them.
 */
public class TcpOpeningTest {
    private static final Instant WALL = Instant.parse("2027-01-15T08:00:00Z");
    private static final int TRIES = 20;
    private static final Duration EARLY = Duration.ofMillis(100);
    private static final Duration MORE_THAN_EARLY = Duration.ofMillis(150);
    private static final Duration ROUND_TRIP = Duration.ofMillis(80);
    private static final Duration JITTER = Duration.ofMillis(8);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static final Set<NetworkKind> CLOSED =
            EnumSet.of(NetworkKind.FIREWALL, NetworkKind.MAPPING, NetworkKind.RESETTING_MAPPING, NetworkKind.CARRIER);
    private static final Set<NetworkKind> ANSWERED_BY_RESETS =
            EnumSet.of(NetworkKind.OPEN, NetworkKind.RESETTING_FIREWALL, NetworkKind.RESETTING_MAPPING);
    private static final Set<NetworkKind> HOMES = EnumSet.of(
            NetworkKind.OPEN,
            NetworkKind.FIREWALL,
            NetworkKind.MAPPING,
            NetworkKind.RESETTING_MAPPING,
            NetworkKind.CARRIER);

    private long seed;

    private TwoDiallers between(NetworkKind home, NetworkKind issuer) {
        return new TwoDiallers(new Simulation(++seed, WALL), home, issuer);
    }

    private void each(Set<NetworkKind> homes, Set<NetworkKind> issuers, BiConsumer<String, TwoDiallers> then) {
        for (NetworkKind home : homes) {
            for (NetworkKind issuer : issuers) {
                for (int i = 0; i < TRIES; i++) {
                    then.accept(home + " and " + issuer, between(home, issuer));
                }
            }
        }
    }

    @Test
    public void twoThatDialAtTheSameMomentMeetInOneRoundTripWithOneSynEach() {
        each(HOMES, CLOSED, (cell, both) -> assertMeet(cell, both));
        TwoDiallers ipv6 =
                new TwoDiallers(new Simulation(++seed, WALL), NetworkKind.FIREWALL, NetworkKind.FIREWALL, true);
        assertMeet("IPv6", ipv6);
    }

    private static void assertMeet(String cell, TwoDiallers both) {
        both.dialBoth();
        both.pass(ROUND_TRIP.plus(JITTER));
        assertTrue(cell + ": " + both, both.standsAtBothEnds());
        assertEquals(cell, 1, both.home().socket().sent());
        assertEquals(cell, 1, both.issuer().socket().sent());
        assertEquals(cell + ": nothing came to the listener", Optional.empty(), both.accepted());
    }

    @Test
    public void anEarlyIssuerFailsWhereTheHomeAnswersWithAReset() {
        each(EnumSet.of(NetworkKind.OPEN, NetworkKind.RESETTING_MAPPING), CLOSED, (cell, both) -> {
            both.issuer().dial();
            both.pass(EARLY);
            both.home().dial();
            both.pass(LIMIT);
            assertEquals(cell, Optional.of(DialFailure.REFUSED), both.issuer().failure());
            boolean reset = both.issuerKind() == NetworkKind.RESETTING_MAPPING;
            assertEquals(
                    cell,
                    Optional.of(reset ? DialFailure.REFUSED : DialFailure.TIMED_OUT),
                    both.home().failure());
        });
    }

    @Test
    public void anEarlyHomeMeetsAnIssuerWhoseNetworkDropsWhatItDoesNotKnow() {
        each(HOMES, EnumSet.of(NetworkKind.FIREWALL, NetworkKind.MAPPING, NetworkKind.CARRIER), (cell, both) -> {
            both.home().dial();
            both.pass(EARLY);
            both.issuer().dial();
            both.pass(ROUND_TRIP.multipliedBy(2));
            assertTrue(cell + ": " + both, both.standsAtBothEnds());
        });
    }

    @Test
    public void betweenTwoThatAnswerWithResetsOnlySynsThatCrossMeetAndBothMayDialAgainTogether() {
        Set<NetworkKind> resetting = EnumSet.of(NetworkKind.RESETTING_MAPPING, NetworkKind.RESETTING_FIREWALL);
        each(resetting, resetting, (cell, both) -> {
            both.home().dial();
            both.pass(MORE_THAN_EARLY);
            both.issuer().dial();
            both.pass(MORE_THAN_EARLY);
            assertEquals(cell, Optional.of(DialFailure.REFUSED), both.home().failure());
            assertEquals(cell, Optional.of(DialFailure.REFUSED), both.issuer().failure());
            assertMeet(cell, both);
        });
    }

    @Test
    public void aSymmetricNatMeetsNobodyWhoIsClosedAndReachesAnOpenListener() {
        each(EnumSet.of(NetworkKind.SYMMETRIC), CLOSED, TcpOpeningTest::assertNeverMeet);
        each(CLOSED, EnumSet.of(NetworkKind.SYMMETRIC), TcpOpeningTest::assertNeverMeet);
        each(EnumSet.allOf(NetworkKind.class), EnumSet.of(NetworkKind.OPEN), (cell, both) -> {
            if (both.known()) {
                both.home().dial();
                both.pass(ROUND_TRIP.plus(ROUND_TRIP));
                assertTrue(cell, both.home().socket().established());
                assertTrue(cell, both.accepted().isPresent());
            }
        });
    }

    private static void assertNeverMeet(String cell, TwoDiallers both) {
        both.dialBoth();
        both.pass(LIMIT);
        assertTrue(cell + ": " + both, both.home().failure().isPresent());
        assertTrue(cell + ": " + both, both.issuer().failure().isPresent());
        assertEquals(cell, Optional.empty(), both.accepted());
    }

    @Test
    public void twoInOneHouseDoNotMeetAtItsOutsideAddress() {
        for (NetworkKind home : EnumSet.of(NetworkKind.MAPPING, NetworkKind.RESETTING_MAPPING)) {
            TwoDiallers both = between(home, NetworkKind.OPEN);
            both.inOneHouse();
            assertNeverMeet("the same house", both);
        }
    }

    @Test
    public void anAddressPairThatTheListenerAlreadyHasCannotBeDialled() {
        TwoDiallers both = between(NetworkKind.MAPPING, NetworkKind.OPEN);
        both.home().dial();
        both.pass(ROUND_TRIP.dividedBy(2).plus(JITTER));
        assertEquals("half open", Optional.empty(), both.accepted());
        both.issuer().dial();
        both.pass(ROUND_TRIP);
        assertEquals(Optional.of(DialFailure.NOT_AVAILABLE), both.issuer().failure());
        assertTrue(both.accepted().filter(TcpSocket::established).isPresent());
        assertTrue(both.home().socket().established());
    }

    @Test
    public void aSynIsSentAgainEachSecondUntilTheDialTimesOut() {
        TwoDiallers both = between(NetworkKind.MAPPING, NetworkKind.FIREWALL);
        both.home().dial();
        both.pass(Duration.ofMillis(990));
        assertEquals(1, both.home().socket().sent());
        both.pass(Duration.ofMillis(20));
        assertEquals(2, both.home().socket().sent());
        both.pass(Duration.ofSeconds(2));
        assertEquals(4, both.home().socket().sent());
        both.pass(LIMIT);
        assertEquals(Optional.of(DialFailure.TIMED_OUT), both.home().failure());
    }

    @Test
    public void aSynThatIsLostIsRepeatedAndMeetsAllTheSame() {
        for (int i = 0; i < TRIES; i++) {
            TwoDiallers both = between(NetworkKind.MAPPING, NetworkKind.CARRIER);
            both.lose(0.05);
            both.dialBoth();
            both.pass(Duration.ofSeconds(15));
            assertTrue(both.toString(), both.standsAtBothEnds());
        }
    }

    @Test
    public void whereOneEndAloneStandsItsFirstRecordIsAnsweredByAReset() {
        TwoDiallers both = between(NetworkKind.MAPPING, NetworkKind.FIREWALL);
        both.dialBoth();
        both.pass(ROUND_TRIP.dividedBy(2).plus(JITTER));
        both.issuerDies(false);
        both.pass(ROUND_TRIP);
        assertTrue(both.toString(), both.home().socket().established());
        both.issuerIsBack();
        both.home().socket().recordArrives();
        both.pass(ROUND_TRIP);
        assertTrue(both.home().wasReset());
    }

    @Test
    public void aPortThatIsNotSharedCannotBeDialledFromTwice() {
        TwoDiallers both = between(NetworkKind.OPEN, NetworkKind.OPEN);
        both.issuer().sharing(false).dial();
        both.pass(JITTER);
        assertEquals(Optional.of(DialFailure.IN_USE), both.issuer().failure());
    }

    @Test
    public void nothingIsSentOverAFamilyThatThereIsNot() {
        TwoDiallers both = between(NetworkKind.OPEN, NetworkKind.NONE);
        InetSocketAddress any = new InetSocketAddress(Host.address("192.0.2.1"), 3478);
        both.issuer().dial(any);
        both.pass(JITTER);
        assertEquals(Optional.of(DialFailure.NO_ROUTE), both.issuer().failure());
    }

    @Test
    public void withoutPowerAMachineAnswersNothingAndWithItThatNobodyListens() {
        for (boolean power : List.of(true, false)) {
            TwoDiallers both = between(NetworkKind.OPEN, NetworkKind.OPEN);
            both.issuerDies(power);
            both.home().dial();
            both.pass(LIMIT);
            assertEquals(
                    Optional.of(power ? DialFailure.REFUSED : DialFailure.TIMED_OUT),
                    both.home().failure());
        }
    }

    @Test
    public void aSocketThatIsDialledAgainIsNotHurtByWhatWasMeantForTheOneBefore() {
        TwoDiallers both = between(NetworkKind.OPEN, NetworkKind.OPEN);
        both.home().dial();
        both.pass(JITTER);
        both.home().socket().close();
        both.home().dial();
        both.pass(LIMIT);
        assertTrue(both.toString(), both.home().socket().established());
        assertFalse(both.home().wasReset());
        assertTrue(both.accepted().isPresent());
    }

    @Test
    public void resetsAreWhatItsKindSays() {
        for (NetworkKind kind : EnumSet.complementOf(EnumSet.of(NetworkKind.NONE))) {
            TwoDiallers both = between(NetworkKind.OPEN, kind);
            if (both.known() && kind != NetworkKind.OPEN) {
                both.home().dial();
                both.pass(LIMIT);
                assertEquals(
                        kind.toString(),
                        Optional.of(ANSWERED_BY_RESETS.contains(kind) ? DialFailure.REFUSED : DialFailure.TIMED_OUT),
                        both.home().failure());
            }
        }
    }
}
