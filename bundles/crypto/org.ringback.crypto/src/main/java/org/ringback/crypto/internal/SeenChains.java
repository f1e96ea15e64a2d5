package org.ringback.crypto.internal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringback.api.KeyFingerprint;
import org.ringback.spi.ServerPins;

/**
 * Caches server chains that were found valid, so that a device does not validate the same chain at every dial. An entry
 * holds for the same pins, host and use, and while all its certificates are valid except the CA, whose dates do not
 * count. Refused chains are not cached. Bounded; thread-safe.
 */
class SeenChains {
    /** Most cached chains, more than a device has servers; beyond, the least recently used one is dropped. */
    static final int MAX = 64;

    private final Map<Question, Answer> seen = new LinkedHashMap<>(MAX, 0.75f, true);

    /**
     * What was checked: the chain, and against which pins, host and use. The methods that Java would make for a record
     * hold its class, and so this whole bundle after it went, in method handles of Java's own (JDK-8078641), until
     * another record is compared for the first time.
     */
    private record Question(KeyFingerprint chain, ServerPins pins, ServerHost host, LeafUse use) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Question that
                    && chain.equals(that.chain)
                    && pins.equals(that.pins)
                    && host.equals(that.host)
                    && use == that.use;
        }

        @Override
        public int hashCode() {
            return chain.hashCode();
        }
    }

    /** The result, and the dates between which it holds, both included (RFC 5280 §4.1.2.5). */
    private record Answer(Spki leaf, Instant notBefore, Instant notAfter) {
        boolean holds(Instant now) {
            return !now.isBefore(notBefore) && !now.isAfter(notAfter);
        }
    }

    /** The leaf's key, if this chain is cached and still valid. */
    Optional<Spki> find(List<byte[]> chain, ServerChainCheck check) {
        Question question = question(chain, check);
        synchronized (seen) {
            Answer answer = seen.get(question);
            return answer != null && answer.holds(check.now()) ? Optional.of(answer.leaf()) : Optional.empty();
        }
    }

    /** Caches a valid chain. */
    void remember(List<byte[]> chain, List<X509Certificate> certificates, ServerChainCheck check, Spki leaf) {
        Instant notBefore = Instant.MIN;
        Instant notAfter = Instant.MAX;
        for (X509Certificate certificate : certificates.subList(0, certificates.size() - 1)) {
            Instant from = certificate.getNotBefore().toInstant();
            Instant until = certificate.getNotAfter().toInstant();
            notBefore = from.isAfter(notBefore) ? from : notBefore;
            notAfter = until.isBefore(notAfter) ? until : notAfter;
        }
        synchronized (seen) {
            seen.put(question(chain, check), new Answer(leaf, notBefore, notAfter));
            if (seen.size() > MAX) {
                seen.remove(seen.keySet().iterator().next());
            }
        }
    }

    private static Question question(List<byte[]> chain, ServerChainCheck check) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] der : chain) {
            all.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(der.length).array());
            all.writeBytes(der);
        }
        return new Question(KeyFingerprint.of(Kdf.sha256(all.toByteArray())), check.pins(), check.host(), check.use());
    }
}
