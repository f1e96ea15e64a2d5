package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.GrantId;

/** Who dials how often: a share for each grant, and a bound for each target. */
public final class DialBudgetTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long MINUTE = 60 * SECOND;
    /** The monotonic clock may begin anywhere, and overflow. */
    private static final long NOW = Long.MAX_VALUE - 5 * SECOND;

    private static final int LIMIT = 60;
    private static final GrantId MALLORY = grant(1);
    private static final GrantId ANNA = grant(2);

    private final DialBudget budget = new DialBudget();

    private static GrantId grant(int number) {
        byte[] bytes = new byte[GrantId.LENGTH];
        bytes[0] = (byte) number;
        bytes[1] = (byte) (number >> Byte.SIZE);
        return GrantId.of(bytes);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private Optional<RefusedRing> take(GrantId grant, InetAddress target, int limit, long nanos) {
        try {
            budget.take(grant, target, limit, nanos);
            return Optional.empty();
        } catch (RefusedRing refused) {
            return Optional.of(refused);
        }
    }

    private void assertTaken(GrantId grant, InetAddress target, int limit, long nanos) {
        assertEquals(Optional.empty(), take(grant, target, limit, nanos));
    }

    private void assertSpent(String counter, GrantId grant, InetAddress target, int limit, long nanos) {
        assertEquals(Optional.of(counter), take(grant, target, limit, nanos).map(RefusedRing::counter));
    }

    @Test
    public void aGrantsDialsComeBackAMinuteAfterEach() {
        InetAddress target = address("8.8.8.8");
        assertTaken(ANNA, target, 2, NOW);
        assertTaken(ANNA, target, 2, NOW + 20 * SECOND);
        assertSpent("dials", ANNA, target, 2, NOW + MINUTE - 1);
        assertTaken(ANNA, target, 2, NOW + MINUTE);
        assertSpent("dials", ANNA, target, 2, NOW + MINUTE);
    }

    @Test
    public void whoIsRefusedLearnsWhenTheNextOneIs() {
        assertTaken(ANNA, address("8.8.8.8"), 1, NOW);
        String why = take(ANNA, address("8.8.8.8"), 1, NOW + 20 * SECOND)
                .orElseThrow()
                .why();
        assertTrue(
                why, why.contains("1 call-back of this person in a minute (key dials-per-minute); the next in 41 s"));
    }

    @Test
    public void theOtherFamilyDoesNotCountAnew() {
        assertTaken(ANNA, address("8.8.8.8"), 1, NOW);
        assertSpent("dials", ANNA, address("2a00::8"), 1, NOW);
    }

    @Test
    public void aThousandAddressesOfOneNetworkLeaveEverybodyElseTheirDials() {
        for (int i = 0; i < 1_024; i++) {
            take(MALLORY, address("2a00:1:2:3::" + Integer.toHexString(i)), LIMIT, NOW);
        }
        assertSpent("dials", MALLORY, address("2a00:1:2:3::1"), LIMIT, NOW);
        for (int i = 0; i < LIMIT; i++) {
            assertTaken(ANNA, address("2a00:9::1"), LIMIT, NOW);
        }
    }

    @Test
    public void theAddressesOfAnIpv6NetworkAreOneTargetAndThoseOfIpv4AreNot() {
        int limit = 20;
        for (int i = 0; i < limit; i++) {
            assertTaken(grant(3), address("2a00:1:2:3::" + i), limit, NOW);
            assertTaken(grant(4), address("2a00:1:2:3::" + i), limit, NOW);
            assertTaken(grant(5), address("8.8.8." + i), limit, NOW);
            assertTaken(grant(6), address("8.8.8." + i), limit, NOW);
        }
        for (int i = 0; i < 10; i++) {
            assertTaken(ANNA, address("2a00:1:2:3::ff"), limit, NOW);
            assertTaken(MALLORY, address("8.8.8.8"), limit, NOW);
        }
        assertSpent("dials-target", ANNA, address("2a00:1:2:3::ffff"), limit, NOW);
        assertTaken(MALLORY, address("8.8.8.9"), limit, NOW);
        assertTaken(ANNA, address("2a00:1:2:4::1"), limit, NOW);
    }

    @Test
    public void whoeverDialsATargetTooOftenEachGrantHasTenOfIt() {
        InetAddress shared = address("8.8.8.8");
        for (int i = 0; i < LIMIT; i++) {
            assertTaken(grant(3), shared, LIMIT, NOW);
            assertTaken(grant(4), shared, LIMIT, NOW);
        }
        for (int i = 0; i < 10; i++) {
            assertTaken(ANNA, shared, LIMIT, NOW);
        }
        assertSpent("dials-target", ANNA, shared, LIMIT, NOW);
        assertTaken(ANNA, shared, LIMIT, NOW + MINUTE);
    }

    @Test
    public void aGrantDialsSixtyFourNetworksInAMinute() {
        for (int i = 0; i < 64; i++) {
            assertTaken(MALLORY, address("8.8." + i + ".8"), 600, NOW);
        }
        assertSpent("dials-targets", MALLORY, address("8.8.64.8"), 600, NOW);
        assertEquals(
                "no key of the owner's is named, as none helps",
                "too many dials: call-backs of this person to 64 networks in a minute; the next in 61 s",
                take(MALLORY, address("8.8.64.8"), 600, NOW).orElseThrow().why());
        assertTaken(MALLORY, address("8.8.0.8"), 600, NOW);
        assertTaken(ANNA, address("8.8.64.8"), 600, NOW);
        assertTaken(MALLORY, address("8.8.64.8"), 600, NOW + MINUTE);
    }

    @Test
    public void whenMoreIsDialledThanIsRememberedTheOldestIsForgottenAndNobodyRefused() {
        for (int i = 0; i < 8_192; i++) {
            assertTaken(grant(i), address("8.8.8.8"), 1, NOW);
        }
        assertSpent("dials", grant(0), address("8.8.8.8"), 1, NOW);
        assertTaken(grant(8_192), address("9.9.9.9"), 1, NOW);
        assertTaken(grant(0), address("9.9.9.9"), 1, NOW);
        assertSpent("dials", grant(2), address("9.9.9.9"), 1, NOW);
    }

    @Test
    public void aNetworkCountsAsOneAsLongAsAnyDialOfItIsRemembered() {
        int many = 600;
        assertTaken(ANNA, address("8.8.0.0"), many, NOW);
        assertTaken(ANNA, address("8.8.0.0"), many, NOW + 30 * SECOND);
        for (int i = 1; i < DialBudget.TARGETS_OF_A_GRANT; i++) {
            assertTaken(ANNA, address("8.8.1." + i), many, NOW + 40 * SECOND);
        }
        assertSpent("dials-targets", ANNA, address("8.8.2.1"), many, NOW + MINUTE + SECOND);
        long gone = NOW + MINUTE + 31 * SECOND;
        assertTaken(ANNA, address("8.8.2.1"), many, gone);
        assertSpent("dials-targets", ANNA, address("8.8.2.2"), many, gone);
    }
}
