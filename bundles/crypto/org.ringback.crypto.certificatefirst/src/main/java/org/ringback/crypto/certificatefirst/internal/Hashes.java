package org.ringback.crypto.certificatefirst.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.digests.SHA256Digest;

/** Computes SHA-256, and joins fields as everywhere in the protocol. Stateless. */
final class Hashes {
    private Hashes() {}

    static byte[] sha256(byte[]... parts) {
        SHA256Digest digest = new SHA256Digest();
        for (byte[] part : parts) {
            digest.update(part, 0, part.length);
        }
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        return hash;
    }

    /** Joins fields, each after its length in 16 bits, so that no two lists of fields give the same bytes. */
    static byte[] join(byte[]... fields) {
        int length = 0;
        for (byte[] field : fields) {
            length += Short.BYTES + field.length;
        }
        ByteBuffer joined = ByteBuffer.allocate(length);
        for (byte[] field : fields) {
            joined.putShort((short) field.length).put(field);
        }
        return joined.array();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
