package org.ringback.crypto.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.ringback.api.RingReason;
import org.ringback.api.ToldReason;
import org.ringback.spi.ReasonKey;
import org.ringback.spi.RingCrypto;

/**
 * Seals and opens the reason that a gateway tells, in the manner of RFC 9458 §4.4: each reason has its own key, derived
 * from the box's HPKE context and fresh random bytes, so that a replayed box never gets the same key twice. Stateless.
 */
final class ReasonSeal {
    /** Bytes of the plaintext: version, number of the reason, 16 bits of seconds, and zeros. */
    private static final int PLAINTEXT_LENGTH = 8;

    private static final byte FORMAT = 1;
    private static final byte[] NO_INFO = new byte[0];

    private ReasonSeal() {}

    static byte[] seal(ReasonKey key, byte[] random, byte[] aad, ToldReason told) {
        Fields.ofLength("random bytes", random, RingCrypto.REASON_RANDOM_LENGTH);
        // [REASON-1] SEALED-REASON is random ‖ ChaCha20-Poly1305 under that key, nonce of 12 zero bytes, AAD = …
        byte[] plaintext = ByteBuffer.allocate(PLAINTEXT_LENGTH)
                .put(FORMAT)
                .put((byte) told.reason().number())
                .putShort((short) told.retry().toSeconds())
                .array();
        byte[] once = key(key, random);
        try {
            return joined(random, DatagramSeal.seal(once, aad, plaintext));
        } finally {
            Arrays.fill(once, (byte) 0);
        }
    }

    static Optional<ToldReason> open(ReasonKey key, byte[] aad, byte[] sealed) {
        if (sealed.length != RingCrypto.SEALED_REASON_LENGTH) {
            return Optional.empty();
        }
        byte[] once = key(key, Arrays.copyOf(sealed, RingCrypto.REASON_RANDOM_LENGTH));
        try {
            return DatagramSeal.open(
                            once, aad, Arrays.copyOfRange(sealed, RingCrypto.REASON_RANDOM_LENGTH, sealed.length))
                    .flatMap(ReasonSeal::read);
        } finally {
            Arrays.fill(once, (byte) 0);
        }
    }

    /** Reads the plaintext; ignores what is behind the seconds, which a later version may use. */
    private static Optional<ToldReason> read(byte[] plaintext) {
        ByteBuffer in = ByteBuffer.wrap(plaintext);
        // [REASON-2] An unknown version or class says nothing.
        if (in.get() != FORMAT) {
            return Optional.empty();
        }
        Optional<RingReason> reason = RingReason.of(Byte.toUnsignedInt(in.get()));
        Duration retry = Duration.ofSeconds(Short.toUnsignedInt(in.getShort()));
        return reason.map(known -> new ToldReason(known, retry));
    }

    private static byte[] key(ReasonKey key, byte[] random) {
        return Kdf.derive(key.exported(), joined(key.encapsulated(), random), NO_INFO);
    }

    private static byte[] joined(byte[] one, byte[] two) {
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }
}
