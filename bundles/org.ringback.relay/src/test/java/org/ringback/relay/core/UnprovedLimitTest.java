package org.ringback.relay.core;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.address;

import org.junit.Test;

public class UnprovedLimitTest {
    private final UnprovedLimit limit = new UnprovedLimit(4, 2);

    @Test
    public void oneNetworkHasOnlyItsShare() {
        assertTrue(admit("192.0.2.1"));
        assertTrue(admit("192.0.2.200"));
        assertFalse(admit("192.0.2.7"));
        assertTrue(admit("192.0.3.7"));
    }

    @Test
    public void anIpv6NetworkIsAFiftySix() {
        assertTrue(admit("2001:db8:0:100::1"));
        assertTrue(admit("2001:db8:0:1ff::1"));
        assertFalse(admit("2001:db8:0:101::9"));
        assertTrue(admit("2001:db8:0:200::1"));
    }

    @Test
    public void allTogetherHaveALimitAndAPlaceGivenBackIsFree() {
        for (int i = 1; i <= 4; i++) {
            assertTrue(admit("10.0." + i + ".1"));
        }
        assertFalse(admit("10.0.9.1"));
        limit.release(address("10.0.1.1", 1).getAddress());
        assertTrue(admit("10.0.9.1"));
    }

    private boolean admit(String host) {
        return limit.admit(address(host, 1).getAddress());
    }
}
