package org.ringback.crypto.internal;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Finds the agreed group in the key_share of the final ServerHello (RFC 8446 §4.1.3, §4.2.8), because the TLS engine
 * does not reveal it. The ServerHello is not encrypted, and both Finished messages cover it: once the handshake is
 * complete, the group is certain. Confined to its session.
 */
final class KeyShareReader {
    private static final int HANDSHAKE_RECORD = 22;
    private static final int APPLICATION_DATA_RECORD = 23;
    private static final int SERVER_HELLO = 2;
    private static final int KEY_SHARE = 51;
    private static final int MESSAGE_HEADER = 4;
    private static final int LENGTH_MASK = 0xFF_FFFF;
    private static final int MAX_MESSAGE = 1 << 14;
    private static final int LEGACY_VERSION = 2;
    private static final int RANDOM = 32;
    private static final int CIPHER_SUITE_AND_COMPRESSION = 3;

    /** The random that marks a ServerHello as HelloRetryRequest: SHA-256 of that name (RFC 8446 §4.1.3). */
    private static final byte[] RETRY =
            HexFormat.of().parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
    private boolean done;
    private OptionalInt group = OptionalInt.empty();

    /** The group's number, once the ServerHello was read. */
    OptionalInt group() {
        return group;
    }

    /** The name of a group (IANA, TLS Supported Groups), or its number in hexadecimal digits. */
    static String name(int group) {
        return switch (group) {
            case 0x11EC -> "X25519MLKEM768";
            case 0x001D -> "x25519";
            case 0x0017 -> "secp256r1";
            default -> String.format(Locale.ROOT, "0x%04x", group);
        };
    }

    /**
     * Reads records that the engine is given too.
     *
     * @param records whole records from server to dialler, in order; consumed
     */
    void read(ByteBuffer records) {
        while (!done && records.remaining() >= RecordReader.HEADER) {
            int type = Byte.toUnsignedInt(records.get(records.position()));
            int length = Short.toUnsignedInt(records.getShort(records.position() + RecordReader.LENGTH_OFFSET));
            records.position(records.position() + RecordReader.HEADER);
            byte[] fragment = new byte[Math.min(length, records.remaining())];
            records.get(fragment);
            if (type == HANDSHAKE_RECORD) {
                messages.writeBytes(fragment);
                readMessages();
            } else if (type == APPLICATION_DATA_RECORD) {
                finish();
            }
        }
    }

    private void readMessages() {
        ByteBuffer in = ByteBuffer.wrap(messages.toByteArray());
        messages.reset();
        while (!done && in.remaining() >= MESSAGE_HEADER) {
            int typeAndLength = in.getInt(in.position());
            int length = typeAndLength & LENGTH_MASK;
            if (length > MAX_MESSAGE) {
                finish();
                return;
            }
            if (in.remaining() < MESSAGE_HEADER + length) {
                break;
            }
            if (typeAndLength >>> 24 == SERVER_HELLO) {
                readServerHello(in.slice(in.position() + MESSAGE_HEADER, length));
            }
            in.position(in.position() + MESSAGE_HEADER + length);
        }
        if (!done) {
            messages.write(in.array(), in.position(), in.remaining());
        }
    }

    private void readServerHello(ByteBuffer hello) {
        try {
            skip(hello, LEGACY_VERSION);
            byte[] random = new byte[RANDOM];
            hello.get(random);
            if (Arrays.equals(random, RETRY)) {
                return;
            }
            skip(hello, Byte.toUnsignedInt(hello.get()));
            skip(hello, CIPHER_SUITE_AND_COMPRESSION + Short.BYTES);
            while (hello.hasRemaining()) {
                int extension = Short.toUnsignedInt(hello.getShort());
                int length = Short.toUnsignedInt(hello.getShort());
                if (extension == KEY_SHARE) {
                    group = OptionalInt.of(Short.toUnsignedInt(hello.getShort()));
                    break;
                }
                skip(hello, length);
            }
        } catch (BufferUnderflowException | IllegalArgumentException malformed) {
            // The engine refuses it too, with an alert.
            group = OptionalInt.empty();
        }
        finish();
    }

    private static void skip(ByteBuffer in, int count) {
        in.position(in.position() + count);
    }

    private void finish() {
        done = true;
        messages.reset();
    }
}
