package org.ringback.call.internal;

/** Is told the result of dialling a local address: one of the two methods is called, once, on the loop. */
public interface LocalDial {
    /** The local connection is open. */
    void stands();

    /**
     * Nobody answers at the address, or not in time.
     *
     * @param why in words
     */
    void unreachable(String why);
}
