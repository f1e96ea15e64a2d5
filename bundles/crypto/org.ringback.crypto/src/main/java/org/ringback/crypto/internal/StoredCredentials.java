package org.ringback.crypto.internal;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Secret;
import org.ringback.spi.ServerCredentials;
import org.ringback.wire.Tlv;

/**
 * A server's two leaves with their chains, the CA last in both. Immutable, thread-safe.
 *
 * @param material key and chain of the leaf for TLS
 * @param leafSpki its SPKI
 * @param agreement the X25519 leaf
 * @param authority the fingerprint of the CA's key
 * @param renewAt when to make the next leaves
 */
record StoredCredentials(
        KeyAndChain material, Spki leafSpki, AgreementLeaf agreement, KeyFingerprint authority, Instant renewAt)
        implements ServerCredentials {
    private static final String WHAT = "server credentials";

    /** TLV tag of {@code renewAt}; key and certificates have the tags 1 and 2. */
    private static final int RENEW_AT = 3;

    private static final int AGREEMENT = 4;

    static StoredCredentials of(KeyAndChain material, AgreementLeaf agreement, Instant renewAt) {
        return new StoredCredentials(
                material,
                Spki.of(material.certificate()),
                agreement,
                Spki.of(material.last()).fingerprint(),
                renewAt);
    }

    /**
     * Returns credentials that this bundle's classes made as they are; reads those of another version of the bundle
     * from their encoded form.
     */
    static StoredCredentials of(ServerCredentials credentials) {
        return credentials instanceof StoredCredentials own ? own : read(credentials.encoded());
    }

    static StoredCredentials read(Secret encoded) {
        byte[] bytes = encoded.copyBytes();
        try {
            Tlv in = Tlv.read(bytes);
            return of(
                    KeyAndChain.read(WHAT, encoded),
                    AgreementLeaf.read(WHAT, in.bytes(AGREEMENT)),
                    Instant.ofEpochSecond(in.number(RENEW_AT)));
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
    public List<byte[]> agreementChain() {
        return agreement.der();
    }

    @Override
    public Secret agreementKey() {
        return agreement.key();
    }

    @Override
    public Secret encoded() {
        byte[] keyAndChain = material.encoded().copyBytes();
        byte[] leaf = agreement.encoded();
        byte[] rest = new Tlv.Writer()
                .put(RENEW_AT, renewAt.getEpochSecond())
                .put(AGREEMENT, leaf)
                .toBytes();
        byte[] all = Arrays.copyOf(keyAndChain, keyAndChain.length + rest.length);
        System.arraycopy(rest, 0, all, keyAndChain.length, rest.length);
        for (byte[] part : List.of(keyAndChain, leaf, rest)) {
            Arrays.fill(part, (byte) 0);
        }
        return Kdf.take(all);
    }

    @Override
    public String toString() {
        return "StoredCredentials[" + leaf().shortForm() + "]";
    }
}
