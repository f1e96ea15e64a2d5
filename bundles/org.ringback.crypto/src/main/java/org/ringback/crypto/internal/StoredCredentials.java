package org.ringback.crypto.internal;

import java.time.Instant;
import java.util.Arrays;
import java.util.NoSuchElementException;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.crypto.Secret;
import org.ringback.api.crypto.ServerCredentials;
import org.ringback.wire.Tlv;

/**
 * A server's leaf with its chain, the CA last. Immutable, thread-safe.
 *
 * @param material leaf key and chain
 * @param leafSpki the leaf's SPKI
 * @param authority the CA's
 * @param renewAt when to make the next
 */
record StoredCredentials(KeyAndChain material, Spki leafSpki, KeyFingerprint authority, Instant renewAt)
        implements ServerCredentials {
    private static final String WHAT = "server credentials";

    /** Beside key and certificates, whose tags are 1 and 2. */
    private static final int RENEW_AT = 3;

    static StoredCredentials of(KeyAndChain material, Instant renewAt) {
        return new StoredCredentials(
                material,
                Spki.of(material.certificate()),
                Spki.of(material.last()).fingerprint(),
                renewAt);
    }

    /** Takes credentials of this generation as they are, and those of another generation by their stored form. */
    static StoredCredentials of(ServerCredentials credentials) {
        return credentials instanceof StoredCredentials own ? own : read(credentials.encoded());
    }

    static StoredCredentials read(Secret encoded) {
        byte[] bytes = encoded.copyBytes();
        try {
            return of(
                    KeyAndChain.read(WHAT, encoded),
                    Instant.ofEpochSecond(Tlv.read(bytes).number(RENEW_AT)));
        } catch (NoSuchElementException e) {
            throw new IllegalArgumentException(WHAT + ": (expected: what their maker encoded)", e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    @Override
    public KeyFingerprint leaf() {
        return leafSpki.fingerprint();
    }

    @Override
    public Secret encoded() {
        byte[] keyAndChain = material.encoded().copyBytes();
        byte[] renewal =
                new Tlv.Writer().put(RENEW_AT, renewAt.getEpochSecond()).toBytes();
        byte[] all = Arrays.copyOf(keyAndChain, keyAndChain.length + renewal.length);
        Arrays.fill(keyAndChain, (byte) 0);
        System.arraycopy(renewal, 0, all, all.length - renewal.length, renewal.length);
        return Kdf.take(all);
    }

    @Override
    public String toString() {
        return "StoredCredentials[" + leaf().shortForm() + "]";
    }
}
