package org.ringback.wire;

/** The four classes of STUN messages (RFC 8489 §5). */
public enum MessageClass {
    /** Asks for an answer. */
    REQUEST(0x000),
    /** Asks for no answer. */
    INDICATION(0x010),
    /** Grants a request. */
    SUCCESS(0x100),
    /** Refuses a request, with an ERROR-CODE. */
    ERROR(0x110);

    private static final int LOW_BITS = 0x000F;
    private static final int MIDDLE_BITS = 0x0070;
    private static final int HIGH_BITS = 0x0F80;

    private final int bits;

    MessageClass(int bits) {
        this.bits = bits;
    }

    /**
     * Interleaves class and method into a message type (RFC 8489 §5, figure 3).
     *
     * @param method 12 bits
     * @return the message type, 14 bits
     */
    public int typeOf(int method) {
        return (method & LOW_BITS) | (method & MIDDLE_BITS) << 1 | (method & HIGH_BITS) << 2 | bits;
    }

    /**
     * Takes the class out of a message type.
     *
     * @param type a message type, 14 bits
     * @return its class
     */
    public static MessageClass of(int type) {
        return switch (type & ERROR.bits) {
            case 0x000 -> REQUEST;
            case 0x010 -> INDICATION;
            case 0x100 -> SUCCESS;
            default -> ERROR;
        };
    }

    /**
     * Takes the method out of a message type.
     *
     * @param type a message type, 14 bits
     * @return its method, 12 bits
     */
    public static int methodOf(int type) {
        return (type & LOW_BITS) | (type >> 1 & MIDDLE_BITS) | (type >> 2 & HIGH_BITS);
    }
}
