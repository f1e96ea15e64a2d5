package org.ringback.processes;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.ringback.wire.Examples;
import org.ringback.wire.MessageKind;

/** Messages gone bad, bred from the catalogue's examples. Stateless; the same at each run. */
final class BadBytes {
    private static final int TRANSACTION_OFFSET = 8;
    private static final int HEADER = 20;
    private static final int FINGERPRINT_ATTRIBUTE = 8;
    private static final int FINGERPRINT_TYPE = 0x8028;
    private static final int FINGERPRINT_XOR = 0x5354554E;
    private static final long SEED = 0x52494E47;

    private BadBytes() {}

    /**
     * {@return the message cut behind every byte, with every byte changed, and with every byte changed under a FINGERPRINT
     * that fits, so that it comes past the first check}
     */
    static List<byte[]> of(MessageKind kind) {
        byte[] good = Examples.bytes(kind);
        List<byte[]> bad = new ArrayList<>();
        for (int length = 0; length < good.length; length++) {
            bad.add(Arrays.copyOf(good, length));
        }
        for (int at = 0; at < good.length; at++) {
            bad.add(changed(good, at));
            if (at < good.length - FINGERPRINT_ATTRIBUTE) {
                bad.add(fingerprinted(changed(good, at)));
            }
        }
        bad.add(Arrays.copyOf(good, good.length + 1));
        return bad;
    }

    private static byte[] changed(byte[] good, int at) {
        byte[] bad = good.clone();
        bad[at] ^= (byte) 0xA5;
        return bad;
    }

    private static byte[] fingerprinted(byte[] message) {
        if (hasFingerprint(message)) {
            ByteBuffer.wrap(message).putInt(message.length - Integer.BYTES, fingerprint(message));
        }
        return message;
    }

    private static boolean hasFingerprint(byte[] message) {
        int at = message.length - FINGERPRINT_ATTRIBUTE;
        return at >= HEADER && Short.toUnsignedInt(ByteBuffer.wrap(message).getShort(at)) == FINGERPRINT_TYPE;
    }

    private static int fingerprint(byte[] message) {
        CRC32 crc = new CRC32();
        crc.update(message, 0, message.length - FINGERPRINT_ATTRIBUTE);
        return (int) crc.getValue() ^ FINGERPRINT_XOR;
    }

    /** {@return noise of many lengths, some of it behind a header that promises a message} */
    static List<byte[]> noise(int count) {
        Random random = new Random(SEED);
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] noise = new byte[random.nextInt(1_400)];
            random.nextBytes(noise);
            if (i % 2 == 0 && noise.length >= HEADER) {
                ByteBuffer.wrap(noise)
                        .putShort((short) 0x0001)
                        .putShort((short) ((noise.length - HEADER) & ~3))
                        .putInt(0x2112A442);
            }
            all.add(noise);
        }
        return all;
    }

    /** Gives a message a transaction ID of its own, so that its answer is known; a FINGERPRINT that fitted fits again. */
    static void number(byte[] message, int number) {
        if (message.length >= HEADER) {
            ByteBuffer bytes = ByteBuffer.wrap(message);
            boolean fits =
                    hasFingerprint(message) && bytes.getInt(message.length - Integer.BYTES) == fingerprint(message);
            bytes.putInt(TRANSACTION_OFFSET, number);
            if (fits) {
                fingerprinted(message);
            }
        }
    }

    /** {@return the number in an answer} */
    static int numberOf(ByteBuffer answer) {
        return answer.getInt(TRANSACTION_OFFSET);
    }
}
