package org.ringback.simulator;

import org.ringback.spi.CloseReason.Kind;

/** Uses one end of a connection before, or as long as, nothing protects it. */
interface ClearUser {
    /** The connection stands; called at the end that dialled. */
    default void connected() {}

    /** These bytes came, one whole message. */
    void received(byte[] message);

    /** The connection is over, and this end did not abort it. */
    void over(Kind how, String why);
}
