package org.ringback.kernel;

import org.ringback.spi.CloseReason;
import org.ringback.transport.ProtectedConnection;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;

/** Hears of the protected connections of one role, on its loop; makes events of it. */
public interface LinkListener {
    /**
     * The peer is proved.
     *
     * @param link which connection
     * @param connection the connection itself
     */
    void established(Link link, ProtectedConnection connection);

    /**
     * A message came.
     *
     * @param link on which connection
     * @param message what
     * @param more whether bytes behind it came already
     */
    void received(Link link, Message message, boolean more);

    /**
     * Something came that the catalogue refuses; nothing that follows is read.
     *
     * @param link on which connection
     * @param fault what was wrong
     */
    void malformed(Link link, MalformedMessageException fault);

    /**
     * The connection is over, or never came to be. Heard once, last.
     *
     * @param link which; {@link Link#established()} tells the two apart
     * @param reason why
     */
    void closed(Link link, CloseReason reason);
}
