package org.ringback.crypto.kit;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** The group in the key_share of a ServerHello (RFC 8446 §4.2.8), which both ends then agreed on. Stateless. */
final class ServerHello {
    /** X25519MLKEM768. */
    static final int HYBRID = 0x11ec;

    private static final int HANDSHAKE = 0x16;
    private static final int SERVER_HELLO = 2;
    /** Behind type and length of the message: version and random. */
    private static final int FIXED = 2 + 32;

    private static final int KEY_SHARE = 51;

    private ServerHello() {}

    /** {@return its number, from all that the server said} */
    static int group(byte[] said) {
        ByteBuffer in = ByteBuffer.wrap(said);
        try {
            Expect.holds(in.get() == HANDSHAKE, "the server's first record is no handshake");
            in.position(5);
            Expect.holds(in.get() == SERVER_HELLO, "the server's first message is no ServerHello");
            skip(in, 3 + FIXED);
            skip(in, in.get() & 0xff); // session ID
            skip(in, 2 + 1 + 2); // suite, compression, length of the extensions
            while (true) {
                int type = in.getShort() & 0xffff;
                int length = in.getShort() & 0xffff;
                if (type == KEY_SHARE) {
                    return in.getShort() & 0xffff;
                }
                skip(in, length);
            }
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IllegalStateException("the ServerHello has no key_share", e);
        }
    }

    private static void skip(ByteBuffer in, int count) {
        in.position(in.position() + count);
    }
}
