package org.ringback.nat;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What the lines of a ring's two ends are like, and what happens.
 *
 * @param oneWay from the issuer to the home; half of it to the server from each
 * @param lossPercent of the packets on each of the two lines
 * @param binding after how long the home's router or firewall forgets a UDP binding; empty: as the system has it
 * @param narrow whether both lines take packets of 1,280 bytes only, and nobody is told
 * @param event what happens
 */
record Condition(Duration oneWay, int lossPercent, Optional<Duration> binding, boolean narrow, Event event) {
    /** What each cell is measured in. */
    static final Condition CALM = new Condition(Duration.ofMillis(40), 0, Optional.empty(), false, Event.NOTHING);

    private static final double PERCENT = 100;

    /** What happens at a ring. */
    enum Event {
        NOTHING,
        /** The home's line has another address since a moment, of which the server does not know. */
        REBOUND_REGISTERED,
        /** The home's line takes another address while the ring is under way. */
        REBOUND_RINGING,
        /** The first of the server's addresses that each end would take carries nothing. */
        DEAD_ADDRESS,
        /** The server came up a moment ago. */
        SERVER_RESTARTED,
        /** A second gateway stands in the same house, and is rung next. */
        TWO_GATEWAYS;

        /** {@return its name in words and files} */
        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** {@return the share of packets that each line loses} */
    double loss() {
        return lossPercent / PERCENT;
    }

    /** {@return the largest packet} */
    int mtu() {
        return narrow ? 1280 : Internet.WHOLE;
    }

    @Override
    public String toString() {
        return oneWay.toMillis() + " ms one way, " + lossPercent + " % loss"
                + binding.map(timeout -> ", bindings " + timeout.toSeconds() + " s")
                        .orElse("") + ", MTU " + mtu() + ", "
                + event.label();
    }
}
