package org.ringback.issuer.core;

import static org.junit.Assert.assertEquals;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.limits.LimitUse;
import org.ringback.api.net.Network;

/** How many gateways an issuer dials in a minute, whoever names them. */
public final class PunchRulesTest {
    private static final InetSocketAddress HERE = CoreRig.at("192.168.1.2", 50_000);
    private static final PathSeen PATH =
            new PathSeen(HERE, CoreRig.at("8.8.4.4", 61_000), Optional.empty(), true, Optional.empty());
    private static final String TOO_MANY = "10 other gateways were dialled in the last minute";

    private final PunchRules rules = new PunchRules(List.of());
    private long now = 1_000;

    private Optional<String> refusal(String address) {
        return rules.refusal(CoreRig.at(address, 40_000), PATH, CoreRig.HERE, List.of(), now);
    }

    private void assertDialled(String address) {
        assertEquals(address, Optional.empty(), refusal(address));
    }

    private void tenGateways() {
        for (int i = 0; i < PunchRules.TARGETS; i++) {
            assertDialled("8.8.8." + i);
        }
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private LimitUse use() {
        return rules.limit(now);
    }

    /** [PUNCH-13] */
    @Test
    public void theEleventhTargetOfAMinuteIsRefusedAndTheTenAreNot() {
        tenGateways();
        assertEquals(Optional.of(TOO_MANY), refusal("8.8.8.10"));
        tenGateways();
    }

    /** [PUNCH-13] */
    @Test
    public void aTargetLeavesAMinuteAfterItWasDialledLast() {
        tenGateways();
        pass(Duration.ofSeconds(50));
        assertDialled("8.8.8.0");
        pass(Duration.ofSeconds(10).minusNanos(1));
        assertEquals(Optional.of(TOO_MANY), refusal("9.9.9.0"));
        pass(Duration.ofNanos(1));
        for (int i = 0; i < PunchRules.TARGETS - 1; i++) {
            assertDialled("9.9.9." + i);
        }
        assertEquals(Optional.of(TOO_MANY), refusal("9.9.9.9"));
    }

    /** [PUNCH-13] */
    @Test
    public void anIpv6NetworkOf64BitsIsOneTargetAndAnIpv4AddressInsideAnIpv6OneIsThatAddress() {
        for (int i = 0; i < 2 * PunchRules.TARGETS; i++) {
            assertDialled("2a00:1:2:3::" + i);
        }
        assertDialled("2002:808:808::1");
        assertDialled("8.8.8.8");
        assertEquals(2, use().now());
    }

    /** [PUNCH-13] */
    @Test
    public void whatIsDialableCountsAsWell() {
        rules.dialable(List.of(Network.parse("10.0.0.0/8")));
        for (int i = 0; i < PunchRules.TARGETS; i++) {
            assertDialled("10.0.0." + i);
        }
        assertEquals(Optional.of(TOO_MANY), refusal("10.0.0.10"));
    }

    @Test
    public void anAddressThatIsRefusedTakesNoPlace() {
        refusal("10.0.0.1");
        assertEquals(0, use().now());
    }

    @Test
    public void thisVeryPortIsNotDialledWhereItsNetworkMayBe() {
        rules.dialable(List.of(Network.parse("127.0.0.0/8")));
        PathSeen here = new PathSeen(
                CoreRig.at("127.0.0.1", 40_000),
                CoreRig.at("127.0.0.1", 40_000),
                Optional.empty(),
                true,
                Optional.empty());
        assertEquals(
                Optional.of("the gateway's address is this very port"),
                rules.refusal(here.own(), here, CoreRig.HERE, List.of(), now));
        assertEquals(
                Optional.empty(), rules.refusal(CoreRig.at("127.0.0.1", 40_001), here, CoreRig.HERE, List.of(), now));
    }

    @Test
    public void theLimitTellsHowManyAreUsedAndTheMostThatWere() {
        tenGateways();
        refusal("8.8.8.10");
        assertEquals(new LimitUse(IssuerLimit.PUNCH_TARGETS, PunchRules.TARGETS, 10, 10, Optional.empty()), use());
        pass(Duration.ofMinutes(1));
        assertEquals(0, use().now());
        assertEquals(10, use().most());
    }
}
