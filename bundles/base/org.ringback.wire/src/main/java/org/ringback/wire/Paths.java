package org.ringback.wire;

/**
 * What the bits of PATHS say: which ways of a call-back its sender has beside the acceptor's direct dial. Each bit that is
 * given stands in the text of {@link #expected}; a bit that is not known is ignored. Stateless.
 */
public final class Paths {
    /** The bit of the way through the server's relay. */
    public static final int RELAY = 2;

    private Paths() {}

    /**
     * Whether the sender of a message has the way through the relay.
     *
     * @param message with PATHS, or without
     * @return whether the bit is there
     */
    public static boolean haveRelay(Message message) {
        return message.find(Attributes.PATHS)
                .filter(paths -> (paths & RELAY) != 0)
                .isPresent();
    }

    static String expected() {
        return "bits: 1 punch, 2 relay, 4 attach; 0 nothing but the direct dial";
    }
}
