package org.ringback.issuer.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.net.InetAddress;
import java.util.Locale;
import org.junit.Test;
import org.ringback.api.GrantId;

/** What is remembered of the ways of earlier rings. */
public final class RelayedLatelyTest {
    private static final InetAddress HERE = CoreRig.at("192.168.1.7", 0).getAddress();
    private static final InetAddress ELSEWHERE = CoreRig.at("10.0.0.7", 0).getAddress();

    private final RelayedLately lately = new RelayedLately();

    private static GrantId grant(int number) {
        return new GrantId(String.format(Locale.ROOT, "%032x", number));
    }

    private void relayed(int grant, InetAddress local, int rings) {
        for (int i = 0; i < rings; i++) {
            lately.answered(grant(grant), local, true);
        }
    }

    @Test
    public void aRowIsOneGrantsAndOneAddresses() {
        relayed(1, HERE, RelayedLately.IN_A_ROW - 1);
        assertFalse(lately.always(grant(1), HERE));
        relayed(1, HERE, 1);
        assertTrue(lately.always(grant(1), HERE));
        assertFalse(lately.always(grant(1), ELSEWHERE));
        assertFalse(lately.always(grant(2), HERE));
    }

    @Test
    public void oneDirectRingBeginsTheRowAnew() {
        relayed(1, HERE, 10);
        lately.answered(grant(1), HERE, false);
        relayed(1, HERE, RelayedLately.IN_A_ROW - 1);
        assertFalse(lately.always(grant(1), HERE));
    }

    @Test
    public void whoWasRungLongestAgoIsForgottenFirst() {
        relayed(0, HERE, RelayedLately.IN_A_ROW);
        for (int i = 1; i <= 255; i++) {
            relayed(i, HERE, 1);
        }
        assertTrue(lately.always(grant(0), HERE));
        relayed(256, HERE, 1);
        relayed(257, HERE, 1);
        assertEquals(256, lately.size());
        assertTrue("it was looked at, which counts", lately.always(grant(0), HERE));
        for (int i = 300; i < 600; i++) {
            relayed(i, HERE, 1);
        }
        assertFalse(lately.always(grant(0), HERE));
        assertEquals(256, lately.size());
    }
}
