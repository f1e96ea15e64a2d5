package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.limits.Limit;
import org.ringback.api.limits.LimitUse;

/** The operator sees how near the relay is to its rates and to the amounts of a day, and who had them. */
public class RelayUseTest {
    private static final long GIB = RelaySettings.GIB;
    private static final long MIB = RelaySettings.MIB;

    private final RelayRig rig = new RelayRig();

    private void perDay(long inAll, long ofEquipment, long ofPair) {
        rig.limit(new RelaySettings.Relaying(true, 16, 100 * MIB, 10 * MIB, inAll, ofEquipment, ofPair));
    }

    private void carried(RelayAction.Join join, long bytes) {
        rig.server.handle(new RelayEvent.RelayCarried(join.number(), bytes));
    }

    private LimitUse use(Limit limit) {
        return rig.server.core.overview().limits(rig.server.now()).stream()
                .filter(use -> use.limit().equals(limit))
                .findFirst()
                .orElseThrow();
    }

    private static LimitUse of(Limit limit, long value, long now, long most, String who) {
        return new LimitUse(limit, value, now, most, Optional.of(who).filter(name -> !name.isEmpty()));
    }

    private List<String> warnings() {
        return rig.server.core.overview().relayedUp(rig.server.now());
    }

    @Test
    public void theAmountsOfADayAreToldInWholeGibibytesWithWhoHasMostUntilTheNextDay() {
        perDay(50 * GIB, 20 * GIB, 10 * GIB);
        RelayAction.Join annas = rig.answered();
        carried(annas, 5 * GIB);
        rig.newcomer("bert");
        carried(rig.answered(), 3 * GIB - 1);
        assertEquals(of(RelayLimit.DAY, 50, 7, 7, ""), use(RelayLimit.DAY));
        assertEquals(of(RelayLimit.DAY_OF_EQUIPMENT, 20, 7, 7, "lamp-1"), use(RelayLimit.DAY_OF_EQUIPMENT));
        assertEquals(of(RelayLimit.DAY_OF_PAIR, 10, 5, 5, "anna at lamp-1"), use(RelayLimit.DAY_OF_PAIR));
        rig.server.pass(Duration.ofDays(1));
        assertEquals(of(RelayLimit.DAY, 50, 0, 7, ""), use(RelayLimit.DAY));
        assertEquals(of(RelayLimit.DAY_OF_PAIR, 10, 0, 5, ""), use(RelayLimit.DAY_OF_PAIR));
    }

    @Test
    public void whoHadTheAmountOfADayIsWarnedOfByNameAndKeyUntilTheNextDay() {
        perDay(50 * GIB, 20 * GIB, 10 * GIB);
        RelayAction.Join annas = rig.answered();
        carried(annas, 10 * GIB - 1);
        assertEquals(List.of(), warnings());
        carried(annas, 1);
        assertEquals(
                List.of(
                        "relay.relay-day-per-pair: anna at lamp-1 had the 10 GiB of today; nothing more is relayed of that"
                                + " until midnight UTC (expected: wait, or raise the key)"),
                warnings());
        perDay(10 * GIB, 10 * GIB, 10 * GIB);
        List<String> all = warnings();
        assertEquals(3, all.size());
        assertTrue(all.get(0), all.get(0).startsWith("relay.relay-day: the server had the 10 GiB of today"));
        assertTrue(all.get(1), all.get(1).startsWith("relay.relay-day-per-equipment: lamp-1 had"));
        rig.server.pass(Duration.ofDays(1));
        assertEquals(List.of(), warnings());
    }

    @Test
    public void theRatesAreThoseOfTheLastWholePeriod() {
        perDay(50 * GIB, 20 * GIB, 10 * GIB);
        RelayAction.Join annas = rig.answered();
        rig.server.pass(RelayPace.PERIOD);
        carried(annas, 50 * MIB);
        rig.newcomer("bert");
        carried(rig.answered(), 30 * MIB);
        rig.server.pass(RelayPace.PERIOD);
        assertEquals(of(RelayLimit.RATE, 100, 8, 8, ""), use(RelayLimit.RATE));
        assertEquals(of(RelayLimit.RATE_OF_PAIR, 10, 5, 5, "anna at lamp-1"), use(RelayLimit.RATE_OF_PAIR));
        rig.server.pass(RelayPace.PERIOD);
        assertEquals(of(RelayLimit.RATE, 100, 0, 8, ""), use(RelayLimit.RATE));
        assertEquals(of(RelayLimit.RATE_OF_PAIR, 10, 0, 5, ""), use(RelayLimit.RATE_OF_PAIR));
    }

    @Test
    public void aRateOfOnePairAboveThatOfAllIsNoMoreThanThatOfAll() {
        rig.limit(new RelaySettings.Relaying(true, 16, 4 * MIB, 10 * MIB, GIB, GIB, GIB));
        assertEquals(4, use(RelayLimit.RATE_OF_PAIR).value());
    }

    @Test
    public void whatIsRelayedNowIsCountedUntilItIsOver() {
        RelayAction.Join join = rig.answered();
        assertEquals(1, rig.server.core.overview().relayedCalls());
        rig.server.handle(new RelayEvent.RelayEnded(join.number()));
        assertEquals(0, rig.server.core.overview().relayedCalls());
    }
}
