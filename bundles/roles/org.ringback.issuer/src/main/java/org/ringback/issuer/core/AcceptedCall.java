package org.ringback.issuer.core;

import org.ringback.kernel.ConnectionOwner;
import org.ringback.kernel.Turn;
import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.wire.Message;

/** A call-back that was accepted: what goes on there is not the core's any more, only that it stands. Stateless. */
final class AcceptedCall implements ConnectionOwner {
    @Override
    public void established(PeerFacts peer, Turn turn) {
        // It was, long ago.
    }

    @Override
    public void received(Message message, Turn turn) {
        // Nothing comes here once it was handed over.
    }

    @Override
    public void ended(CloseReason reason, Turn turn) {
        // Whoever carries it says why.
    }

    @Override
    public void notWritten(String why, Turn turn) {
        // Nothing of it waits for the disk.
    }
}
