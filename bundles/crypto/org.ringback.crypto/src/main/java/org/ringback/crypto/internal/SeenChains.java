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
 * Server chains that were found valid, so that the same chain is not validated at every dial: for the same pins, host and
 * use, and for dates within the validity of all its certificates but the CA's, whose own dates do not count. What was
 * refused is not remembered. Bounded; thread-safe.
 */
class SeenChains {
    /** More servers than one device has; beyond, the one that was not met for longest is validated again. */
    static final int MAX = 64;

    private final Map<Question, Answer> seen = new LinkedHashMap<>(MAX, 0.75f, true);

    /** What was asked: another chain, other pins, another host or use is another question. */
    private record Question(KeyFingerprint chain, ServerPins pins, ServerHost host, LeafUse use) {}

    /** What was found, and between which dates, both included (RFC 5280 §4.1.2.5), it stays true. */
    private record Answer(Spki leaf, Instant notBefore, Instant notAfter) {
        boolean holds(Instant now) {
            return !now.isBefore(notBefore) && !now.isAfter(notAfter);
        }
    }

    /** The leaf's key, if this very chain was found valid and still is. */
    Optional<Spki> find(List<byte[]> chain, ServerChainCheck check) {
        Question question = question(chain, check);
        synchronized (seen) {
            Answer answer = seen.get(question);
            return answer != null && answer.holds(check.now()) ? Optional.of(answer.leaf()) : Optional.empty();
        }
    }

    /** Keeps what was found. */
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
