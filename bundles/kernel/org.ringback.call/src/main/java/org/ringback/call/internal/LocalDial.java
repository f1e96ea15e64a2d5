package org.ringback.call.internal;

/** Hears how the dial of a local address went, on the loop: one of the two, once. */
public interface LocalDial {
    /** The local connection stands. */
    void stands();

    /**
     * Nobody answers there, or not in time.
     *
     * @param why in words
     */
    void unreachable(String why);
}
