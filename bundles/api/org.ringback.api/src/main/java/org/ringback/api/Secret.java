package org.ringback.api;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Bytes that must not leak: never printed, compared in constant time, wiped on {@link #destroy()}. Thread-safe, except
 * that nobody may use it while it is destroyed.
 */
public final class Secret {
    private static final byte[] DESTROYED = {};

    private volatile byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Makes a secret of a copy of the bytes; the caller may wipe its own.
     *
     * @param bytes the secret's bytes
     * @return the secret
     */
    public static Secret copyOf(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    /**
     * Makes a secret of a copy of some of the bytes.
     *
     * @param bytes hold the secret's bytes
     * @param from where they begin
     * @param length how many they are
     * @return the secret
     */
    public static Secret copyOf(byte[] bytes, int from, int length) {
        Objects.checkFromIndexSize(from, length, bytes.length);
        return new Secret(Arrays.copyOfRange(bytes, from, from + length));
    }

    /**
     * Draws a fresh secret.
     *
     * @param random where the bits come from
     * @param length in bytes
     * @return the secret
     */
    public static Secret random(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return new Secret(bytes);
    }

    /** {@return a copy of the bytes, which the caller should wipe} */
    public byte[] copyBytes() {
        byte[] there = bytes;
        if (there == DESTROYED) {
            throw new IllegalStateException("secret: destroyed (expected: no use after destroy)");
        }
        return there.clone();
    }

    /** {@return the length in bytes; 0 once it is destroyed} */
    public int length() {
        return bytes.length;
    }

    /** {@return whether the bytes were wiped} */
    public boolean isDestroyed() {
        return bytes == DESTROYED;
    }

    /** Wipes the bytes. */
    public void destroy() {
        byte[] there = bytes;
        bytes = DESTROYED;
        Arrays.fill(there, (byte) 0);
    }

    /** Compares in constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    /** The same for all secrets of one length: a hash of the bytes would leak. */
    @Override
    public int hashCode() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return "Secret[" + bytes.length + " bytes]";
    }
}
