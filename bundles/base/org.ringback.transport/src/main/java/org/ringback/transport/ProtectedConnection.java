package org.ringback.transport;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.osgi.annotation.versioning.ProviderType;
import org.ringback.spi.PeerFacts;
import org.ringback.spi.ProtectionSession;

/** A TCP connection whose peer is proved. To be used on its loop only. */
@ProviderType
public interface ProtectedConnection extends AutoCloseable {
    /** {@return what is known of the proved peer; during another handshake still that of the one before; from any thread} */
    PeerFacts peer();

    /**
     * The smallest time from a segment to its acknowledgement that the system measured on this connection, since it was
     * opened or, if the path may have changed, within the last minutes. To be asked on the connection's loop.
     *
     * @return the time; empty where the system does not tell it: Linux does
     */
    default Optional<Duration> roundTrip() {
        return Optional.empty();
    }

    /**
     * The longest IP packet that the path takes whole, as far as the system knows: what the first link takes, unless a
     * router further on said less. To be asked on the connection's loop.
     *
     * @return in bytes; empty where the system does not tell it: Linux does
     */
    default OptionalInt pathMtu() {
        return OptionalInt.empty();
    }

    /**
     * Sends plaintext, protected, in order; never blocks.
     *
     * @param plaintext consumed
     */
    void write(ByteBuffer plaintext);

    /**
     * {@return whether the caller may go on writing; if not, too much waits to be sent: write again once the handler's
     * {@code writable} is called}
     */
    boolean writable();

    /** Stops reading. */
    void pauseReading();

    /** Reads on. */
    void resumeReading();

    /** Sends what was written, ends the protection in order, then closes. */
    @Override
    void close();

    /** Closes at once with RST. */
    void abort();

    /**
     * Passes the connection on to another handler, and to another loop, with which it ends from now on; it then refers
     * to neither of the former two. The next handler is told {@code established} before this returns, and later, in
     * order, {@code unread}, what comes, and the end. Reading goes on even if the former handler had paused it. If the
     * connection is ending already, the next handler is told only {@code closed}, unless the former one was.
     *
     * @param next is told the connection's events from now on
     * @param owner a loop on the same thread, from {@link Transport#newLoop}
     * @param unread bytes that the former handler was given and did not use, which the next one is given first; copied
     * @throws IllegalArgumentException if that loop is on another thread
     */
    void passTo(ProtectedHandler next, Loop owner, ByteBuffer unread);

    /**
     * Puts another session in the place of the present one, on the same TCP connection: what was written is the
     * former's, and so is what came up to the end of the record (the piece) that is being heard; whatever the peer sent
     * behind it is the next one's. Nothing may be written until the handler is told {@code renewed}. The handshake is
     * as at the beginning; if it fails, the handler is told {@code closed}.
     *
     * @param next a fresh session
     * @param limit how long its handshake may take
     * @param gone is run once the next session is of no more use either; that of the former one is run now
     */
    void renew(ProtectionSession next, Duration limit, Runnable gone);
}
