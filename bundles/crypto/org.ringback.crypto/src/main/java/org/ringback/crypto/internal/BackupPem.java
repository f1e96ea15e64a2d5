package org.ringback.crypto.internal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.ringback.api.Secret;

/**
 * The backup CA's file: its private key (RFC 5958) and its certificate as PEM (RFC 7468), and nothing else. Reading
 * makes no String of the key, so that every copy can be wiped. Stateless.
 */
final class BackupPem {
    static final String KEY = "PRIVATE KEY";
    static final String CERTIFICATE = "CERTIFICATE";

    private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";
    private static final Pattern LABEL = Pattern.compile("[A-Z0-9 ]{1,32}");
    private static final byte[] BEGIN = Fields.ascii("-----BEGIN ");
    private static final byte[] END = Fields.ascii("-----END ");
    private static final byte[] DASHES = Fields.ascii("-----");

    /** Index of the bit keyCertSign in KeyUsage (RFC 5280 §4.2.1.3). */
    private static final int KEY_CERT_SIGN = 5;

    private BackupPem() {}

    /**
     * Reads the CA's key and certificate.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    static KeyAndChain read(Secret file, Instant now) {
        byte[] bytes = file.copyBytes();
        Map<String, byte[]> parts = new LinkedHashMap<>();
        try {
            split(bytes, parts);
            if (parts.isEmpty()) {
                throw bad(isBlank(bytes) ? "empty" : "no PEM");
            }
            if (parts.containsKey(ENCRYPTED)) {
                throw bad("the key is encrypted with a passphrase");
            }
            byte[] key = parts.get(KEY);
            byte[] certificate = parts.get(CERTIFICATE);
            if (parts.size() != 2 || key == null || certificate == null) {
                throw bad("holds " + String.join(" and ", parts.keySet()) + " alone");
            }
            return checked(key, certificate, now);
        } finally {
            parts.values().forEach(part -> Arrays.fill(part, (byte) 0));
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Collects what is between BEGIN and END, by label; ignores text around it (RFC 7468 §2). */
    private static void split(byte[] bytes, Map<String, byte[]> parts) {
        int begin = find(bytes, BEGIN, 0);
        while (begin >= 0) {
            int name = begin + BEGIN.length;
            int dashes = find(bytes, DASHES, name);
            int end = find(bytes, END, name);
            if (dashes < 0 || end < dashes + DASHES.length) {
                throw bad("cut");
            }
            String label = new String(bytes, name, dashes - name, StandardCharsets.US_ASCII);
            if (!LABEL.matcher(label).matches()) {
                throw bad("no PEM");
            }
            if (parts.containsKey(label)) {
                throw bad("holds a second " + label + ", as if it were there twice");
            }
            parts.put(label, decoded(bytes, dashes + DASHES.length, end));
            begin = find(bytes, BEGIN, end);
        }
    }

    private static byte[] decoded(byte[] bytes, int from, int to) {
        byte[] base64 = Arrays.copyOfRange(bytes, from, to);
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            throw bad("changed or cut");
        } finally {
            Arrays.fill(base64, (byte) 0);
        }
    }

    private static KeyAndChain checked(byte[] key, byte[] certificate, Instant now) {
        KeyAndChain authority;
        boolean[] usage;
        int constraints;
        try {
            X509Certificate own = KeyAndChain.certificate(certificate);
            own.verify(own.getPublicKey(), BouncyCastle.PROVIDER);
            authority = KeyAndChain.of(key, List.of(own));
            usage = own.getKeyUsage();
            constraints = own.getBasicConstraints();
        } catch (GeneralSecurityException | RuntimeException malformed) {
            // The parser throws exceptions of any kind.
            throw bad("changed, or key and certificate are no pair");
        }
        if (!KeyAndChain.isEllipticCurve(authority.key())
                || constraints < 0
                || usage == null
                || !usage[KEY_CERT_SIGN]) {
            throw bad("a certificate that is no CA's");
        }
        Instant end = authority.certificate().getNotAfter().toInstant();
        if (!now.isBefore(end)) {
            throw bad("a CA that was valid until " + end);
        }
        return authority;
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte one : bytes) {
            if (one < 0 || one > ' ') {
                return false;
            }
        }
        return true;
    }

    private static int find(byte[] bytes, byte[] what, int from) {
        for (int at = from; at <= bytes.length - what.length; at++) {
            if (Arrays.equals(bytes, at, at + what.length, what, 0, what.length)) {
                return at;
            }
        }
        return -1;
    }

    private static IllegalArgumentException bad(String what) {
        return new IllegalArgumentException(what + " (expected: the backup CA's file as the server made it,"
                + " HOME/keys/backup-ca.pem then: one PRIVATE KEY and its CERTIFICATE)");
    }
}
