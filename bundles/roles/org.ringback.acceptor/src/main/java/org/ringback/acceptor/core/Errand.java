package org.ringback.acceptor.core;

import org.ringback.spi.CloseReason;
import org.ringback.wire.Message;

/** What one dialled connection is for. */
interface Errand {
    /** The peer is proved. */
    void established(AcceptorEvent.Established event, Turn turn);

    /** A message came. */
    void received(Message message, Turn turn);

    /** The connection is over, and not by {@link Errands#close} or {@link Errands#abort}. Heard once, last. */
    void ended(CloseReason.Kind kind, String why, Turn turn);

    /** What the next step waited for could not be written to disk. The connection is over. */
    void notWritten(String why, Turn turn);

    /** {@return the monotonic nanoseconds at which the peer has taken too long} */
    long deadline();
}
