package org.ringback.transport;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;
import org.ringback.spi.PeerFacts;

/** A TCP connection whose peer is proved. To be used on its loop only. */
@ProviderType
public interface ProtectedConnection extends AutoCloseable {
    /** {@return what is known of the proved peer} */
    PeerFacts peer();

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
     * Gives the connection to another handler and to another loop, which it ends with from now on; nothing here refers to the
     * former two any more. The next handler hears {@code established} before this returns, and then, each in its turn, what was
     * left over, what comes, and the end. It reads on, also where the former handler had paused. Where the connection ends
     * already, the next one hears {@code closed} alone, unless the former did.
     *
     * @param next hears from now on
     * @param owner another view of the thread that the connection is on, as {@link Transport#newLoop} gives it
     * @param unread what the former handler was given and did not use: the next one hears it first; copied
     * @throws IllegalArgumentException if that loop is of another thread
     */
    void passTo(ProtectedHandler next, Loop owner, ByteBuffer unread);
}
