package org.ringback.call.core;

import org.ringback.spi.RingCrypto;

/** Offsets, lengths and limits of the frames, each computed from the one before. All integers are big-endian. */
public final class FrameLayout {
    private static final int U16 = 2;
    private static final int U32 = 4;
    private static final int U64 = 8;

    static final int TYPE = 0;
    static final int CONVERSATION = TYPE + 1;
    /** Length of every frame's header: type and conversation. */
    public static final int HEADER = CONVERSATION + U32;

    /** Length of a conversation's ID. */
    public static final int ID_LENGTH = 16;
    /** Length of the secret that will prove the right to resume a conversation. */
    public static final int SECRET_LENGTH = 32;

    static final int OPEN_ID = HEADER;
    static final int OPEN_SECRET = OPEN_ID + ID_LENGTH;
    static final int OPEN_LIMIT = OPEN_SECRET + SECRET_LENGTH;
    static final int OPEN_END = OPEN_LIMIT + U64;

    static final int DATA_OFFSET = HEADER;
    static final int DATA_LENGTH = DATA_OFFSET + U64;
    static final int DATA_BYTES = DATA_LENGTH + U16;
    /** Most bytes in one DATA frame. */
    public static final int DATA_MAX = 16_384;

    static final int ACK_RECEIVED = HEADER;
    static final int ACK_LIMIT = ACK_RECEIVED + U64;
    static final int ACK_END = ACK_LIMIT + U64;

    static final int FIN_OFFSET = HEADER;
    static final int FIN_END = FIN_OFFSET + U64;

    static final int RESET_CODE = HEADER;
    static final int RESET_END = RESET_CODE + U16;

    static final int PING_VALUE = HEADER;
    static final int PING_END = PING_VALUE + U64;

    /**
     * A reader that does not know a type from here on ignores the frame: a u16 length and as many bytes follow the
     * header.
     */
    public static final int FIRST_OPTIONAL = 0x80;

    static final int OPTIONAL_LENGTH = HEADER;
    static final int OPTIONAL_BYTES = OPTIONAL_LENGTH + U16;

    static final int SESSION_EPOCH = HEADER;
    static final int SESSION_END = SESSION_EPOCH + U64;

    static final int PROOF_ID = HEADER;
    static final int PROOF_EPOCH = PROOF_ID + RingCrypto.CALL_ID_LENGTH;
    static final int PROOF_BYTES = PROOF_EPOCH + U64;
    static final int PROOF_END = PROOF_BYTES + RingCrypto.PROOF_LENGTH;

    static final int CALL_VERSION = OPTIONAL_BYTES;
    static final int CALL_HALF = CALL_VERSION + 1;
    static final int CALL_END = CALL_HALF + RingCrypto.CALL_HALF_LENGTH;

    static final int WHY_CODE = OPTIONAL_BYTES;
    static final int WHY_END = WHY_CODE + U16;

    /** Length of the longest frame that is held whole. */
    public static final int LONGEST = DATA_BYTES + DATA_MAX;

    /**
     * How many bytes the opener may send before it is told a limit, so that a request need not wait for a round trip.
     */
    public static final int FIRST_LIMIT = 16_384;

    /** The number that means the call-back itself, in PING, PONG and RESET. */
    public static final int CALL_BACK = 0;

    private FrameLayout() {}
}
