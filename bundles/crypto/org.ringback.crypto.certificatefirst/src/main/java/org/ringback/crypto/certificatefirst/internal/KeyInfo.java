package org.ringback.crypto.certificatefirst.internal;

import java.util.Arrays;

/** Encodes X25519 and Ed25519 keys as SubjectPublicKeyInfo (RFC 8410 §4): twelve fixed bytes and the key. Stateless. */
final class KeyInfo {
    private static final byte[] X25519 = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e, 0x03, 0x21, 0x00};
    private static final byte[] ED25519 = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

    private KeyInfo() {}

    static byte[] ofX25519(byte[] key) {
        return join(X25519, key);
    }

    static byte[] ofEd25519(byte[] key) {
        return join(ED25519, key);
    }

    /** The raw key in a SubjectPublicKeyInfo that was checked before. */
    static byte[] key(byte[] info) {
        return Arrays.copyOfRange(info, X25519.length, info.length);
    }

    static boolean isEd25519(byte[] info) {
        return Arrays.equals(Arrays.copyOf(info, ED25519.length), ED25519);
    }

    private static byte[] join(byte[] prefix, byte[] key) {
        byte[] info = Arrays.copyOf(prefix, prefix.length + key.length);
        System.arraycopy(key, 0, info, prefix.length, key.length);
        return info;
    }
}
