package org.ringback.crypto.internal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ringback.api.GrantId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingNonce;
import org.ringback.api.RingSystem;
import org.ringback.spi.BoxContent;
import org.ringback.spi.RingCrypto;
import org.ringback.wire.Tlv;

/**
 * Writes and reads the plaintext of the issuer's box: TLV fields, each once. Ignores unknown tags, which a later
 * version may have. Stateless.
 */
final class BoxCodec {
    private static final int SYSTEM = 1;
    private static final int SERVICE = 2;
    private static final int GRANT = 3;
    private static final int ISSUER = 4;
    private static final int GRANT_PROOF = 5;
    private static final int PASSWORD_PROOF = 6;
    // Tag 7 is reserved for resuming a conversation.
    private static final int FIRST_TRY = 8;
    private static final int RAW_PASSWORD_PROOF = 9;

    private static final Pattern SERVICE_FORM = Pattern.compile("[a-z0-9-]{1,32}");

    private BoxCodec() {}

    static byte[] write(BoxContent content) {
        Tlv.Writer out = new Tlv.Writer()
                .put(SYSTEM, new byte[] {(byte) content.system().number()})
                .put(SERVICE, service(content.service()))
                .put(GRANT, content.grant().bytes())
                .put(ISSUER, content.issuer().bytes())
                .put(GRANT_PROOF, proof("grant proof", content.grantProof()));
        content.passwordProof().ifPresent(proof -> out.put(PASSWORD_PROOF, proof("password proof", proof)));
        content.rawPasswordProof().ifPresent(proof -> out.put(RAW_PASSWORD_PROOF, proof("raw proof", proof)));
        content.firstTry().ifPresent(nonce -> out.put(FIRST_TRY, nonce.bytes()));
        return out.toBytes();
    }

    /** Reads what {@link #write} wrote, or a later version; empty if it is malformed. */
    static Optional<BoxContent> read(byte[] bytes) {
        try {
            Tlv in = Tlv.read(bytes);
            return Optional.of(new BoxContent(
                    RingSystem.of(Byte.toUnsignedInt(Fields.ofLength("system", once(in, SYSTEM), 1)[0])),
                    service(new String(once(in, SERVICE), StandardCharsets.US_ASCII)),
                    GrantId.of(Fields.ofLength("grant ID", once(in, GRANT), GrantId.LENGTH)),
                    KeyFingerprint.of(Fields.ofLength("issuer", once(in, ISSUER), KeyFingerprint.LENGTH)),
                    proof("grant proof", once(in, GRANT_PROOF)),
                    atMostOnce(in, PASSWORD_PROOF).map(proof -> proof("password proof", proof)),
                    atMostOnce(in, RAW_PASSWORD_PROOF).map(proof -> proof("raw proof", proof)),
                    atMostOnce(in, FIRST_TRY)
                            .map(nonce -> RingNonce.of(Fields.ofLength("first try", nonce, RingNonce.LENGTH)))));
        } catch (IllegalArgumentException | NoSuchElementException malformed) {
            return Optional.empty();
        }
    }

    /** Checks a service name: 1 to 32 characters of {@code a-z 0-9 -}. */
    static String service(String name) {
        if (!SERVICE_FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("service: (expected: 1 to 32 characters of a-z, 0-9 and '-')");
        }
        return name;
    }

    private static byte[] proof(String field, byte[] proof) {
        return Fields.ofLength(field, proof, RingCrypto.PROOF_LENGTH);
    }

    private static Optional<byte[]> atMostOnce(Tlv in, int tag) {
        return in.all(tag).isEmpty() ? Optional.empty() : Optional.of(once(in, tag));
    }

    private static byte[] once(Tlv in, int tag) {
        List<byte[]> values = in.all(tag);
        // [KEY-12] Inside stand TLVs (tag and length of 16 bits each), each tag at most once
        if (values.size() > 1) {
            throw new IllegalArgumentException("box: field " + tag + " stands twice (expected: once)");
        }
        return in.bytes(tag);
    }
}
