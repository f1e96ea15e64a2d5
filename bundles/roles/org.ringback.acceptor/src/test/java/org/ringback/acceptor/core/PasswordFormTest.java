package org.ringback.acceptor.core;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.Map;
import java.util.TreeMap;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.RingSystem;
import org.ringback.api.Secret;
import org.ringback.kernel.Action;
import org.ringback.kernel.Request;
import org.ringback.wire.Tlv;

/** A password stored by a version without a rule for its form, and one stored now. */
public final class PasswordFormTest {
    private final Rig rig = new Rig();
    private final Secret raw = Secret.random(rig.random, 32);
    private final Secret opaque = Secret.random(rig.random, 32);
    private Caller anna;

    @Before
    public void granted() {
        rig.join(Rig.LAMP);
        anna = Caller.invited(rig, rig.register(Rig.LAMP), Rig.ANNA);
    }

    @Test
    public void whatAnOlderVersionStoredIsProvedByWhatWasTyped() {
        storedByAnOlderVersion();
        anna.password = opaque;
        anna.rawPassword = raw;
        anna.answeredRing(RingSystem.CERTIFIED);
    }

    @Test
    public void whatAnOlderVersionStoredIsProvedByAnIssuerThatSendsOneProof() {
        storedByAnOlderVersion();
        anna.password = raw;
        anna.answeredRing(RingSystem.CERTIFIED);
    }

    @Test
    public void whatIsStoredNowIsNotProvedByWhatWasTyped() {
        storedNow(opaque);
        anna.password = raw;
        anna.rawPassword = opaque;
        anna.ring(RingSystem.CERTIFIED);
        anna.assertRefused("wrong password");
    }

    @Test
    public void aBoxWithTwoProofsIsOneGuess() {
        storedByAnOlderVersion();
        anna.password = raw;
        anna.rawPassword = opaque;
        anna.ring(RingSystem.CERTIFIED);
        anna.assertRefused("wrong password");
        assertEquals(1, rig.counted("ring.refused-password"));
    }

    @Test
    public void aPasswordSetAnewHasTheNewFormAlsoAfterARestart() {
        storedByAnOlderVersion();
        storedNow(opaque);
        rig.restart();
        anna = anna.at(rig.register(Rig.LAMP));
        anna.password = opaque;
        anna.rawPassword = raw;
        anna.answeredRing(RingSystem.CERTIFIED);
    }

    @Test
    public void theRecordSaysItsForm() {
        StoredPassword now = new StoredPassword(StoredPassword.Form.OPAQUE_STRING, opaque);
        assertEquals(now, StoredPassword.of(now.toBytes()));
        assertArrayEquals(new byte[] {1}, Tlv.read(now.toBytes()).bytes(2));
        assertEquals(new StoredPassword(StoredPassword.Form.RAW, raw), StoredPassword.of(older()));
        byte[] later =
                new Tlv.Writer().put(1, raw.copyBytes()).put(2, new byte[] {2}).toBytes();
        assertThrows(IllegalArgumentException.class, () -> StoredPassword.of(later));
    }

    private byte[] older() {
        return new Tlv.Writer().put(1, raw.copyBytes()).toBytes();
    }

    private void storedByAnOlderVersion() {
        rig.disk.computeIfAbsent(Records.PASSWORDS, table -> new TreeMap<>()).putAll(Map.of("lamp-1", older()));
        rig.restart();
        anna = anna.at(rig.register(Rig.LAMP));
    }

    private void storedNow(Secret information) {
        rig.feed(new AcceptorEvent.SetPassword(new Request<>(++rig.request), Rig.LAMP, rig.key(), information));
        rig.take(Action.Completed.class);
    }
}
