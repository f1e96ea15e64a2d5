package org.ringback.audit.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The log's key, of its own and used for nothing else: HMAC-SHA256. Used by one thread at a time. */
final class AuditKey {
    /** The file, below {@code HOME/state/}. */
    static final String FILE = "audit.key";

    /** Bytes of a key and of a MAC. */
    static final int LENGTH = 32;

    /** What a MAC looks like in a line. */
    static final int HEX = 2 * LENGTH;

    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;

    private AuditKey(byte[] key) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static AuditKey of(byte[] key) throws IOException {
        if (key.length != LENGTH) {
            throw new IOException("state/" + FILE + ": has " + key.length + " bytes (expected: " + LENGTH
                    + "; move it away, and the log begins anew)");
        }
        AuditKey made = new AuditKey(key);
        Arrays.fill(key, (byte) 0);
        return made;
    }

    /** {@return new bytes for a key} */
    static byte[] fresh(RandomGenerator random) {
        byte[] key = new byte[LENGTH];
        random.nextBytes(key);
        return key;
    }

    /**
     * Makes a MAC.
     *
     * @param kind what kind of text it is, so that none passes for one of another kind
     * @param before the MAC that it is chained to; may be empty
     * @param text the text
     * @return in hexadecimal digits
     */
    String mac(String kind, String before, String text) {
        mac.update((kind + '\n' + before + '\n' + text).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(mac.doFinal());
    }

    /** Whether a MAC is the right one; in constant time. */
    boolean fits(String found, String kind, String before, String text) {
        return MessageDigest.isEqual(
                found.getBytes(StandardCharsets.UTF_8), mac(kind, before, text).getBytes(StandardCharsets.UTF_8));
    }
}
