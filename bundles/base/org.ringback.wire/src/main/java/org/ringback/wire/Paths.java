package org.ringback.wire;

/**
 * What the bits of PATHS say: which ways of a call-back its sender has beside the acceptor's direct dial. Each bit that is
 * given stands in the text of {@link #expected}; a bit that is not known is ignored. Stateless.
 */
public final class Paths {
    /** Only the direct dial. That PATHS is there says that its sender knows Calling. */
    public static final int DIRECT_ONLY = 0;

    private Paths() {}

    static String expected() {
        return "bits: 1 punch, 2 relay, 4 attach; 0 nothing but the direct dial";
    }
}
