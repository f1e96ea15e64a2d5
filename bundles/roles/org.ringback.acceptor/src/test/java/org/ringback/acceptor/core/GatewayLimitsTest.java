package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;

import java.lang.reflect.Field;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.Test;
import org.ringback.api.RingSystem;
import org.ringback.api.limits.Limit;
import org.ringback.api.limits.LimitUse;
import org.ringback.kernel.DialRules;
import org.ringback.kernel.Event;
import org.ringback.spi.CloseReason;

/** How much of each limit of the gateway is used, the most that was, and by whom. */
public final class GatewayLimitsTest {
    private final Rig rig = new Rig();
    private final Caller anna;

    public GatewayLimitsTest() {
        rig.join(Rig.LAMP);
        anna = Caller.invited(rig, rig.register(Rig.LAMP), Rig.ANNA);
    }

    private LimitUse use(Limit limit) {
        return rig.core.limits(rig.now()).stream()
                .filter(use -> use.limit().equals(limit))
                .findFirst()
                .orElseThrow();
    }

    private static LimitUse of(Limit limit, long value, long now, long most, String who) {
        return new LimitUse(limit, value, now, most, Optional.of(who).filter(name -> !name.isEmpty()));
    }

    @Test
    public void everyLimitThatIsDeclaredIsTold() {
        assertEquals(
                Arrays.stream(AcceptorLimit.class.getFields())
                        .map(GatewayLimitsTest::limit)
                        .collect(Collectors.toSet()),
                rig.core.limits(rig.now()).stream().map(LimitUse::limit).collect(Collectors.toSet()));
    }

    private static Limit limit(Field constant) {
        try {
            return (Limit) constant.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    public void aCallThatStandsHasAPlaceAndItsDialIsRemembered() {
        rig.feed(new AcceptorEvent.Configure(
                new AcceptorSettings(Map.of(), Map.of(), List.of(), new CallLimits(30, 20, 5))));
        long call = anna.answeredRing(RingSystem.CALL_BACK);
        assertEquals(of(AcceptorLimit.CALLS, 20, 1, 1, ""), use(AcceptorLimit.CALLS));
        assertEquals(of(AcceptorLimit.CALLS_OF_GRANT, 5, 1, 1, "anna at lamp-1"), use(AcceptorLimit.CALLS_OF_GRANT));
        assertEquals(of(AcceptorLimit.DIALS_OF_GRANT, 30, 1, 1, "anna at lamp-1"), use(AcceptorLimit.DIALS_OF_GRANT));
        assertEquals(
                of(AcceptorLimit.TARGETS_OF_GRANT, 64, 1, 1, "anna at lamp-1"), use(AcceptorLimit.TARGETS_OF_GRANT));
        rig.feed(new Event.Closed(call, CloseReason.Kind.CLOSED_THERE, "closed by the issuer"));
        assertEquals(of(AcceptorLimit.CALLS, 20, 0, 1, ""), use(AcceptorLimit.CALLS));
        assertEquals(
                "the dial was within the minute",
                1,
                use(AcceptorLimit.DIALS_TO_TARGET).now());
    }

    @Test
    public void grantsThatStandAreToldByTheEquipmentWithMost() {
        assertEquals(of(AcceptorLimit.GRANTS, 256, 1, 1, "lamp-1"), use(AcceptorLimit.GRANTS));
        assertEquals(of(AcceptorLimit.WAKE_UPS, 64, 0, 0, ""), use(AcceptorLimit.WAKE_UPS));
    }

    @Test
    public void aTargetIsNamedAsAnAddressOrANetwork() throws Exception {
        assertEquals("8.8.8.8", DialRules.text(DialRules.network(InetAddress.getByName("8.8.8.8"))));
        assertEquals(
                "2001:4860:4860::/64",
                DialRules.text(DialRules.network(InetAddress.getByName("2001:4860:4860::8888"))));
    }
}
