package org.ringback.crypto.kit;

import java.util.Arrays;
import java.util.HexFormat;
import org.ringback.api.Secret;
import org.ringback.spi.ProtectionException;

/** What a check expects. All bytes here are of throwaway keys, so they may be told. Stateless. */
final class Expect {
    private static final HexFormat HEX = HexFormat.of();

    private Expect() {}

    static void holds(boolean so, String otherwise) {
        if (!so) {
            throw new IllegalStateException(otherwise);
        }
    }

    static void same(String hex, byte[] came) {
        holds(hex.equals(HEX.formatHex(came)), "gave " + HEX.formatHex(came) + " (expected: " + hex + ")");
    }

    static void same(String hex, Secret came) {
        same(hex, came.copyBytes());
    }

    /** Bad input is refused in order: nothing else is thrown, and not nothing. */
    static void refused(String what, Checks.Check check) {
        try {
            check.run();
        } catch (IllegalArgumentException | ProtectionException expected) {
            return;
        } catch (Exception e) {
            throw new IllegalStateException(what + " gave " + e + " (expected: to be refused in order)", e);
        }
        throw new IllegalStateException(what + " was taken (expected: to be refused)");
    }

    static byte[] hex(String text) {
        return HEX.parseHex(text);
    }

    static byte[] filled(int value, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    static byte[] counting(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    /** {@return a copy with one byte changed} */
    static byte[] changed(byte[] bytes, int at) {
        byte[] copy = bytes.clone();
        copy[at] ^= 0x41;
        return copy;
    }
}
