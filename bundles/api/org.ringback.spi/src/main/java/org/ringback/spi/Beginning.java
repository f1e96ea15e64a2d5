package org.ringback.spi;

/**
 * How much of a valid first message a connection's first bytes are. So no session is made for a connection that never
 * sends one.
 */
public enum Beginning {
    /** The bytes cannot be the beginning of a valid first message. */
    WRONG,
    /** The bytes may be the beginning of one; more must come. */
    PART,
    /** The first message is complete. */
    WHOLE
}
