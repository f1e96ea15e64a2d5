package org.ringback.issuer.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ringback.issuer.core.CoreRig.LAMP;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;
import org.ringback.kernel.Action;
import org.ringback.kernel.Request;
import org.ringback.store.Change;
import org.ringback.wire.Outcome;

/** A person forgets what was granted: nothing of it stays, and what comes later begins anew. */
public class ForgetGrantTest {
    private static final long FORGET = 4_711;

    private final CoreRig rig = new CoreRig();

    private void forget(EquipmentId equipment) {
        rig.actions.clear();
        rig.feed(new IssuerEvent.Forget(new Request<>(FORGET), equipment));
    }

    @Test
    public void grantAndPasswordGoForGoodInOneCommit() {
        rig.granted(RingSystem.PASSWORD).password("sesame");
        forget(LAMP);
        List<Action.Persist> writes = rig.all(Action.Persist.class);
        assertEquals(1, writes.size());
        assertEquals(
                List.of("issuer.grants lamp-1", "issuer.passwords lamp-1"),
                writes.get(0).changes().stream()
                        .map(one -> one.table() + " " + one.key())
                        .toList());
        assertTrue(writes.get(0).changes().stream().allMatch(Change::isLasting));
        assertEquals(LAMP, rig.results(FORGET).get(0));
        assertEquals(List.of(), rig.granted());
        rig.restarted(IssuerSettings.DEFAULT);
        assertEquals(List.of(), rig.granted());
    }

    @Test
    public void aRingUnderWayAndACallThatStandsEndInWords() {
        rig.granted(RingSystem.CALL_BACK);
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.callBack(2);
        rig.result(Outcome.REACHED);
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        forget(LAMP);
        assertEquals(
                List.of(new Action.CutCall(2, "the grant for lamp-1 was forgotten here", Optional.empty())),
                rig.all(Action.CutCall.class));
        assertEquals(0, rig.core.calls());
        assertFalse(rig.ended(ring).answered());
        assertTrue(rig.ended(ring).toString().contains("the grant for lamp-1 was forgotten here"));
    }

    @Test
    public void anotherStringIsTakenAfterwardsThoughItIsOlderOrOfOtherEquipment() {
        rig.granted(RingSystem.CALL_BACK);
        forget(LAMP);
        long request = rig.acceptGrant(rig.grant(Set.of(RingSystem.CALL_BACK)));
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        rig.enrolled(CoreRig.ANNA);
        assertEquals(1, rig.results(request).size());
        assertEquals(1, rig.granted().size());
    }

    @Test
    public void whatIsNotKeptIsRefusedWithTheNearestThatIs() {
        rig.granted(RingSystem.CALL_BACK);
        forget(new EquipmentId("lmap-1"));
        assertEquals(
                "equipment: no grant for lmap-1 is kept here (expected: one that 'granted' lists; did you mean lamp-1?)",
                rig.failure(FORGET));
        forget(new EquipmentId("cellar"));
        assertTrue(rig.failure(FORGET).endsWith("(expected: one that 'granted' lists)"));
        assertEquals(1, rig.granted().size());
    }
}
