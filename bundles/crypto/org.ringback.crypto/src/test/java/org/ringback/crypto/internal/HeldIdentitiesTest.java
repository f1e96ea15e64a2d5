package org.ringback.crypto.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.ringback.api.Secret;

public class HeldIdentitiesTest {
    private final StoredIdentities identities = new StoredIdentities();
    private final List<Secret> read = new ArrayList<>();
    private final HeldIdentities held = new HeldIdentities(encoded -> {
        read.add(encoded);
        return StoredIdentity.of(KeyAndChain.read(StoredIdentity.WHAT, encoded));
    });

    @Test
    public void aSecretThatIsHeldIsReadOnce() {
        Secret one = identities.create().encoded();
        Secret other = identities.create().encoded();
        assertSame(held.get(one), held.get(one));
        assertNotEquals(held.get(one).fingerprint(), held.get(other).fingerprint());
        assertSame(held.get(other), held.get(other));
        assertEquals(List.of(one, other), read);
    }

    @Test
    public void aRecordThatWasReplacedIsReadAnewEvenIfItIsTheSame() {
        Secret before = identities.create().encoded();
        Secret after = Secret.copyOf(before.copyBytes());
        assertEquals(held.get(before).fingerprint(), held.get(after).fingerprint());
        assertEquals(2, read.size());
    }

    @Test
    public void aSecretThatWasDestroyedGivesNoIdentityAnyMore() {
        Secret secret = identities.create().encoded();
        held.get(secret);
        secret.destroy();
        assertThrows(IllegalStateException.class, () -> held.get(secret));
    }

    @Test
    public void theIdentityOfADestroyedSecretIsLetGoAtTheNextCall() {
        Secret secret = identities.create().encoded();
        Secret other = identities.create().encoded();
        held.get(secret);
        assertEquals(1, held.size());
        secret.destroy();
        held.get(other);
        assertEquals(1, held.size());
    }

    @Test
    public void whatCannotBeReadIsTriedEachTime() {
        Secret wrong = Secret.copyOf(new byte[] {1, 2, 3});
        for (int i = 0; i < 2; i++) {
            assertThrows(IllegalArgumentException.class, () -> held.get(wrong));
        }
        assertEquals(2, read.size());
    }

    @Test
    public void theIdentitiesThatAreHeldAreBounded() {
        StoredIdentity same = (StoredIdentity) identities.create();
        List<Secret> secrets = new ArrayList<>();
        HeldIdentities bounded = new HeldIdentities(encoded -> {
            read.add(encoded);
            return same;
        });
        for (int i = 0; i <= HeldIdentities.MAX; i++) {
            secrets.add(Secret.copyOf(new byte[] {1}));
            bounded.get(secrets.get(i));
        }
        bounded.get(secrets.get(HeldIdentities.MAX));
        assertEquals(HeldIdentities.MAX + 1, read.size());
        bounded.get(secrets.get(0));
        assertEquals(HeldIdentities.MAX + 2, read.size());
    }
}
