package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Moment;
import org.ringback.api.limits.Limit;
import org.ringback.api.limits.LimitUse;

/** Who is let in, who goes for whom, and when a place is free again. */
public class AdmissionTest {
    private static final Admission.Limits LIMITS =
            new Admission.Limits(4, 4, Duration.ofSeconds(2), Duration.ofSeconds(10));
    private static final KeyFingerprint KEY = new KeyFingerprint("a".repeat(64));
    private static final KeyFingerprint OTHER = new KeyFingerprint("b".repeat(64));

    private final ProvedAddresses proved = new ProvedAddresses();
    private final Admission admission = new Admission(LIMITS, proved);
    private long nanos;

    private Moment now() {
        return new Moment(nanos, Instant.EPOCH);
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private Admission.Decision came(long number, String from) {
        nanos++;
        return admission.came(number, address(from), now());
    }

    private Admission.Decision spoke(long number) {
        nanos++;
        return admission.spoke(number, now());
    }

    private void cameAndSpoke(long number, String from) {
        assertTrue(came(number, from).admitted());
        assertTrue(spoke(number).admitted());
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    public void amongTheSilentTheOldestOfTheFullestNetworkGoes() {
        came(2, "192.0.2.1");
        came(4, "198.51.100.1");
        came(6, "198.51.100.2");
        came(8, "203.0.113.1");
        assertEquals(new Admission.Decision(true, 4), came(10, "192.0.2.2"));
        assertEquals("now another network is the fullest", new Admission.Decision(true, 2), came(12, "192.0.2.3"));
        assertEquals(4, admission.silent());
    }

    @Test
    public void anIpv6NetworkIsA56() {
        came(2, "2001:db8:0:1200::1");
        came(4, "2001:db8:0:1300::1");
        came(6, "2001:db8:0:13ff::1");
        came(8, "2001:db8:0:1400::1");
        assertEquals(4, came(10, "192.0.2.1").mustGo());
    }

    @Test
    public void nobodySilentPushesOutAnybodyShaking() {
        for (long number = 2; number <= 8; number += 2) {
            cameAndSpoke(number, "192.0.2." + number);
        }
        pass(Duration.ofSeconds(5));
        for (long number = 10; number < 1_000; number++) {
            long goes = came(number, "198.51.100.1").mustGo();
            assertTrue("connection " + goes, goes < 0 || goes >= 10);
        }
        assertEquals(4, admission.shaking());
        assertEquals(4, admission.silent());
    }

    @Test
    public void whoIsShakingIsLeftThreeSecondsAndThenGoesForANewcomer() {
        cameAndSpoke(2, "192.0.2.1");
        for (long number = 4; number <= 8; number += 2) {
            cameAndSpoke(number, "198.51.100." + number);
        }
        came(10, "203.0.113.1");
        assertFalse(spoke(10).admitted());
        assertFalse("a refused one has no place", admission.silent(10));
        pass(Admission.LEFT_ALONE.minusNanos(9));
        came(12, "203.0.113.1");
        assertEquals(
                "only the first is old enough, though its network is not the fullest",
                2,
                spoke(12).mustGo());
        pass(Duration.ofSeconds(1));
        came(14, "203.0.113.2");
        assertEquals("the oldest of the fullest network", 4, spoke(14).mustGo());
    }

    @Test
    public void anAddressThatProvedItselfHasPlacesOfItsOwnInBothStages() {
        Admission roomy =
                new Admission(new Admission.Limits(16, 16, Duration.ofSeconds(2), Duration.ofSeconds(10)), proved);
        InetAddress stranger = address("198.51.100.1");
        InetAddress home = address("192.0.2.1");
        proved.add(KEY, home, now());
        for (long number = 2; number <= 32; number += 2) {
            assertTrue(roomy.came(number, stranger, now()).admitted());
            assertTrue(roomy.spoke(number, now()).admitted());
        }
        for (long number = 34; number <= 40; number += 2) {
            assertEquals(Admission.Decision.ADMITTED, roomy.came(number, home, now()));
            assertEquals(Admission.Decision.ADMITTED, roomy.spoke(number, now()));
        }
        roomy.came(42, home, now());
        assertFalse("a share is four places", roomy.spoke(42, now()).admitted());
        roomy.left(34);
        roomy.came(44, home, now());
        assertTrue(
                "and a place that is free again is taken again",
                roomy.spoke(44, now()).admitted());
        proved.add(OTHER, address("203.0.113.1"), now());
        roomy.came(46, address("203.0.113.1"), now());
        assertFalse("all shares together are a quarter", roomy.spoke(46, now()).admitted());
    }

    @Test
    public void aProofHelpsTenMinutesAndAsLongAsItsKeyCounts() {
        Long home = Hosts.host(address("192.0.2.1"));
        proved.add(KEY, address("192.0.2.1"), now());
        proved.add(OTHER, address("192.0.2.1"), now());
        proved.forget(KEY);
        assertTrue("the other key still proved it", proved.has(home, now()));
        proved.forget(OTHER);
        assertFalse(proved.has(home, now()));
        proved.add(KEY, address("192.0.2.1"), now());
        pass(ProvedAddresses.LASTS.minusNanos(1));
        assertTrue(proved.has(home, now()));
        pass(Duration.ofNanos(1));
        assertFalse(proved.has(home, now()));
        assertEquals(0, proved.size());
    }

    @Test
    public void aProofIsOfOneIpv4AddressOrOneIpv664() {
        proved.add(KEY, address("192.0.2.1"), now());
        proved.add(KEY, address("2001:db8:0:1::1"), now());
        assertTrue(proved.has(Hosts.host(address("2001:db8:0:1::2")), now()));
        assertFalse(proved.has(Hosts.host(address("2001:db8:0:2::1")), now()));
        assertFalse(proved.has(Hosts.host(address("192.0.2.2")), now()));
    }

    @Test
    public void noKeyFillsTheProofsAlone() {
        proved.add(OTHER, address("192.0.2.1"), now());
        for (int i = 0; i < 2 * ProvedAddresses.MAX; i++) {
            proved.add(KEY, address("2001:db8:" + Integer.toHexString(i) + "::1"), now());
        }
        assertEquals(1 + ProvedAddresses.MAX_OF_ONE_KEY, proved.size());
        assertTrue(proved.has(Hosts.host(address("192.0.2.1")), now()));
    }

    @Test
    public void ofTooManyProofsTheOneLongestAgoIsForgotten() {
        for (int i = 0; i <= ProvedAddresses.MAX; i++) {
            proved.add(
                    new KeyFingerprint(String.format("%064x", i)), address("10.0." + i / 256 + "." + i % 256), now());
        }
        assertEquals(ProvedAddresses.MAX, proved.size());
        assertFalse(proved.has(Hosts.host(address("10.0.0.0")), now()));
        assertTrue(proved.has(Hosts.host(address("10.0.0.1")), now()));
    }

    @Test
    public void aPlaceIsKeptForWhoIsExpected() {
        for (long number = 2; number <= 8; number += 2) {
            cameAndSpoke(number, "198.51.100." + number);
        }
        admission.expect(address("192.0.2.1"), now());
        came(10, "192.0.2.1");
        assertEquals(Admission.Decision.ADMITTED, spoke(10));
        came(12, "192.0.2.1");
        assertFalse("it is one place", spoke(12).admitted());
        came(14, "203.0.113.1");
        assertFalse("and nobody else's", spoke(14).admitted());
        admission.left(10);
        came(16, "192.0.2.1");
        assertTrue(spoke(16).admitted());
    }

    @Test
    public void nobodyIsExpectedForLongerThanTenSeconds() {
        admission.expect(address("192.0.2.1"), now());
        pass(Admission.EXPECTED);
        for (long number = 2; number <= 8; number += 2) {
            cameAndSpoke(number, "198.51.100." + number);
        }
        came(10, "192.0.2.1");
        assertFalse(spoke(10).admitted());
    }

    @Test
    public void whoComesWhileHalfOfThePlacesAreTakenHasTwoSecondsAndElseFive() {
        came(2, "192.0.2.1");
        came(4, "192.0.2.2");
        came(6, "192.0.2.3");
        pass(Duration.ofSeconds(2));
        assertEquals(List.of(6L), admission.expire(now()));
        pass(Duration.ofSeconds(3));
        assertEquals(List.of(2L, 4L), admission.expire(now()));
    }

    @Test
    public void theProofHasTenSecondsFromTheBeginning() {
        cameAndSpoke(4, "192.0.2.1");
        pass(Duration.ofSeconds(9));
        assertEquals(List.of(), admission.expire(now()));
        pass(Duration.ofNanos(admission.nextDeadline() - nanos));
        assertEquals(List.of(4L), admission.expire(now()));
        assertEquals(Long.MAX_VALUE, admission.nextDeadline());
    }

    @Test
    public void otherLimitsHoldForWhoComesFromThenOn() {
        for (long number = 2; number <= 8; number += 2) {
            came(number, "192.0.2.1");
        }
        admission.limits(new Admission.Limits(5, 4, Duration.ofSeconds(2), Duration.ofSeconds(10)));
        assertEquals(Admission.Decision.ADMITTED, came(10, "192.0.2.1"));
        assertEquals(2, came(12, "192.0.2.1").mustGo());
        assertThrows(IllegalArgumentException.class, () -> new Admission.Limits(0, 1, Duration.ZERO, Duration.ZERO));
    }

    @Test
    public void aFirstRecordOfNobodyIsABug() {
        assertThrows(IllegalStateException.class, () -> spoke(2));
        cameAndSpoke(4, "192.0.2.1");
        assertThrows(IllegalStateException.class, () -> spoke(4));
        admission.left(4);
        admission.left(4);
        assertEquals(0, admission.shaking());
    }

    @Test
    public void tellsHowManyPlacesAreTakenAndByWhichNetworkMost() {
        Limit first = new Limit("silent", "test");
        Limit second = new Limit("shaking", "test");
        came(1, "192.0.2.1");
        came(2, "198.51.100.7");
        came(3, "198.51.100.8");
        admission.left(1);
        cameAndSpoke(4, "2001:db8:0:ff01::1");
        assertEquals(
                List.of(
                        new LimitUse(first, 4, 2, 3, Optional.of("198.51.100.0/24")),
                        new LimitUse(second, 4, 1, 1, Optional.of("2001:db8:0:ff00::/56"))),
                admission.strangers(first, second));
        proved.add(KEY, address("fd00::1"), now());
        came(5, "fd00::1");
        assertEquals(
                List.of(
                        new LimitUse(first, 1, 1, 1, Optional.of("fd00::/56")),
                        new LimitUse(second, 1, 0, 0, Optional.empty())),
                admission.proved(first, second));
        assertEquals(new LimitUse(first, ProvedAddresses.MAX, 1, 1, Optional.empty()), proved.use(first, now()));
    }
}
