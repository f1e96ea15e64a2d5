package org.ringback.issuer.core;

import static org.junit.Assert.assertEquals;

import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Test;
import org.ringback.api.RingSystem;
import org.ringback.api.limits.Limit;
import org.ringback.api.limits.LimitUse;
import org.ringback.kernel.Request;

/** How much of each limit of the issuer is used, and the most that was. */
public class LimitUseTest {
    private final CoreRig rig = new CoreRig();

    private LimitUse use(Limit limit) {
        return rig.core.limits(rig.now()).stream()
                .filter(use -> use.limit().equals(limit))
                .findFirst()
                .orElseThrow();
    }

    @Test
    public void everyLimitThatIsDeclaredIsTold() throws IllegalAccessException {
        Set<Limit> declared = new HashSet<>();
        for (Field constant : IssuerLimit.class.getFields()) {
            declared.add((Limit) constant.get(null));
        }
        assertEquals(
                declared,
                rig.core.limits(rig.now()).stream().map(LimitUse::limit).collect(Collectors.toSet()));
    }

    @Test
    public void aRingUnderWayHasAPlaceAndItsMarkStays() {
        rig.granted(RingSystem.CALL_BACK);
        assertEquals(new LimitUse(IssuerLimit.GRANTS, 1024, 1, 1, Optional.empty()), use(IssuerLimit.GRANTS));
        rig.ringAsked(RingSystem.CALL_BACK);
        assertEquals(1, use(IssuerLimit.RINGS).now());
        assertEquals(1, use(IssuerLimit.CALLS).now());
        rig.pass(RingTask.LIMIT.multipliedBy(2));
        assertEquals(0, use(IssuerLimit.RINGS).now());
        assertEquals(1, use(IssuerLimit.RINGS).most());
        assertEquals(0, use(IssuerLimit.ENROLMENTS).now());
        assertEquals(
                "the grant was taken by one", 1, use(IssuerLimit.ENROLMENTS).most());
    }

    @Test
    public void aQuestionWhetherEquipmentIsThereHasAPlaceUntilItIsOver() {
        rig.granted(RingSystem.CALL_BACK);
        rig.feed(new IssuerEvent.AskPresence(new Request<>(71), List.of(CoreRig.LAMP)));
        rig.feed(new IssuerEvent.AskPresence(new Request<>(72), List.of(CoreRig.LAMP)));
        assertEquals(new LimitUse(IssuerLimit.QUESTIONS, 4, 2, 2, Optional.empty()), use(IssuerLimit.QUESTIONS));
        rig.pass(PresenceTask.LIMIT);
        assertEquals(new LimitUse(IssuerLimit.QUESTIONS, 4, 0, 2, Optional.empty()), use(IssuerLimit.QUESTIONS));
    }

    @Test
    public void strangersAtThePortOfARingAreToldByTheirNetworkAndKeptWhenThePortIsClosed() {
        rig.granted(RingSystem.CALL_BACK);
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.silent(1_000, new InetSocketAddress("203.0.113.7", 4_444));
        rig.silent(1_002, new InetSocketAddress("203.0.113.8", 4_444));
        rig.feed(new IssuerEvent.Hello(1_002));
        LimitUse silent = use(IssuerLimit.SILENT);
        assertEquals(1, silent.now());
        assertEquals(2, silent.most());
        assertEquals(Optional.of("203.0.113.0/24"), silent.who());
        assertEquals(1, use(IssuerLimit.SHAKING).now());
        rig.pass(RingTask.LIMIT.multipliedBy(2));
        assertEquals(0, use(IssuerLimit.SILENT).now());
        assertEquals(2, use(IssuerLimit.SILENT).most());
        assertEquals(1, use(IssuerLimit.SHAKING).most());
    }
}
