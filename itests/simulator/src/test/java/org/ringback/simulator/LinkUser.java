package org.ringback.simulator;

/** Whom one end of a connection tells what happens to it; never from within a call of its own. */
interface LinkUser {
    void established(Proof proof);

    void received(byte[] bytes);

    /** Heard once, last. */
    void closed(Close how, String why);
}
