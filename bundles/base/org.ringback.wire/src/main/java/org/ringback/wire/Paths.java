package org.ringback.wire;

/**
 * What the bits of PATHS say: which ways of a call-back its sender has beside the acceptor's direct dial. Each bit that is
 * given stands in the text of {@link #expected}; a bit that is not known is ignored. Stateless.
 */
public final class Paths {
    /** The bit of punching: both ends dial at the same moment. */
    public static final int PUNCH = 1;
    /** The bit of the way through the server's relay. */
    public static final int RELAY = 2;
    /** The bit of an issuer that reaches the server by the other address family too, if it is asked to. */
    public static final int BOTH_FAMILIES = 16;
    /** The bit by which a server says, in a second request alone, that no router translates the issuer's address. */
    public static final int UNTRANSLATED = 8;

    /** The bit of an issuer whose last rings of the equipment were all relayed: neither end waits for the direct way. */
    public static final int RELAY_AT_ONCE = 32;

    private Paths() {}

    /**
     * Whether the sender of a message has the way through the relay.
     *
     * @param message with PATHS, or without
     * @return whether the bit is there
     */
    public static boolean haveRelay(Message message) {
        return have(message, RELAY);
    }

    /**
     * Whether the sender of a message can punch, or both ends of the ring that it is about.
     *
     * @param message with PATHS, or without
     * @return whether the bit is there
     */
    public static boolean havePunch(Message message) {
        return have(message, PUNCH);
    }

    /**
     * Whether the sender of a message reaches the server by both address families.
     *
     * @param message with PATHS, or without
     * @return whether the bit is there
     */
    public static boolean haveBothFamilies(Message message) {
        return have(message, BOTH_FAMILIES);
    }

    /**
     * Whether the issuer is where its own address says, as the server sees it.
     *
     * @param secondRequest with PATHS, or without
     * @return whether the bit is there
     */
    public static boolean untranslated(Message secondRequest) {
        return have(secondRequest, UNTRANSLATED);
    }

    /**
     * Whether both ends are to go to the relay at once, beside the direct dial.
     *
     * @param message with PATHS, or without
     * @return whether the bit is there
     */
    public static boolean relayAtOnce(Message message) {
        return have(message, RELAY_AT_ONCE);
    }

    private static boolean have(Message message, int bit) {
        return message.find(Attributes.PATHS)
                .filter(paths -> (paths & bit) != 0)
                .isPresent();
    }

    static String expected() {
        return "bits: 1 punch, 2 relay, 4 attach, 8 untranslated, 16 both families, 32 relay at once; 0 nothing but the direct dial";
    }
}
