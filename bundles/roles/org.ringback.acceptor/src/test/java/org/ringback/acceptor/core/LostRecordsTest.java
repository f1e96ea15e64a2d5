package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.RingSystem;
import org.ringback.api.Secret;
import org.ringback.kernel.Action;
import org.ringback.kernel.Request;
import org.ringback.store.Change;

/** A gateway whose store went back: what was written for good is missing, and counts as the safe thing. */
public final class LostRecordsTest {
    private final Rig rig = new Rig();
    private Rig.Remote remote;
    private Caller anna;

    @Before
    public void granted() {
        rig.join(Rig.LAMP);
        remote = rig.register(Rig.LAMP);
        anna = Caller.invited(rig, remote, Rig.ANNA);
    }

    @Test
    public void passwordsAndRevocationsAreWrittenForGood() {
        setPassword();
        assertEquals(Set.of(Records.PASSWORDS), lasting());
        anna.answeredRing(RingSystem.CERTIFIED);
        rig.actions.clear();
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
        assertEquals("and that its server must hear of it", Set.of(Records.GRANTS, Records.WITHDRAWALS), lasting());
    }

    @Test
    public void ofALostPasswordNoneIsRightAndNoSystemWithoutOneIsAnswered() {
        goBack(Records.PASSWORDS, "lamp-1");
        anna.ring(RingSystem.CALL_BACK);
        anna.assertRefused("the equipment does not answer the system call-back");
        anna.password = Secret.random(rig.random, 32);
        anna.ring(RingSystem.CERTIFIED);
        anna.assertRefused("the password is lost, as the store went back: it must be set anew at the gateway");
        assertTrue(rig.core.warnings(rig.now()).get(0).startsWith("lamp-1: its password is lost"));

        anna.password = setPassword();
        anna.answeredRing(RingSystem.CERTIFIED);
        assertTrue(rig.core.warnings(rig.now()).isEmpty());
    }

    @Test
    public void aKeyWhoseRevocationIsLostStaysRevoked() {
        goBack(Records.REVOKED, Records.key(Rig.LAMP.value(), anna.key.hex()));
        anna.ring(RingSystem.CALL_BACK);
        anna.assertRefused("the server revoked the key of anna: only a new key comes in");
        assertFalse(rig.equipment().isEmpty());
    }

    private void goBack(String table, String key) {
        rig.lost = (lostTable, lostKey) -> lostTable.equals(table) && lostKey.equals(key);
    }

    /** The tables in which something was written for good. */
    private Set<String> lasting() {
        Set<String> tables = new HashSet<>();
        for (Action action : rig.actions) {
            if (action instanceof Action.Persist persist) {
                persist.changes().stream().filter(Change::isLasting).forEach(change -> tables.add(change.table()));
            }
        }
        return tables;
    }

    private Secret setPassword() {
        rig.actions.clear();
        Secret information = Secret.random(rig.random, 32);
        rig.feed(new AcceptorEvent.SetPassword(new Request<>(++rig.request), Rig.LAMP, rig.key(), information));
        anna.password = information;
        return information;
    }
}
