package org.ringback.transport;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/** One plain TCP connection. Thread-safe. */
@ProviderType
public interface Connection extends AutoCloseable {
    /** {@return the local address} */
    InetSocketAddress local();

    /** {@return the peer's address} */
    InetSocketAddress remote();

    /**
     * Sends bytes in order; never blocks.
     *
     * @param bytes valid only during the call: they are copied
     */
    void write(ByteBuffer bytes);

    /**
     * {@return whether the caller may go on writing; if not, too much waits to be sent: write again once the handler's
     * {@code writable} is called}
     */
    boolean writable();

    /** Stops reading; TCP's flow control then stops the peer's sending. */
    void pauseReading();

    /** Reads on. */
    void resumeReading();

    /** Sends FIN after what was written; reading goes on. */
    void finishWriting();

    /** Sends what was written (within 10 s), then closes; the handler's {@code closed} is called once it is sent. */
    @Override
    void close();

    /**
     * Closes as {@link #close} does, but allows a peer that reads slowly ten minutes, unless too many such peers are
     * waited for.
     */
    void leave();

    /** Closes at once with RST. */
    void abort();

    /** Sends what was written, for a second at most, then closes with RST. */
    void abortBehind();

    /**
     * Gives the connection to another handler of the same loop; to be called on the loop. The former handler hears nothing any
     * more. The next one hears {@code opened} before this returns, and then, each in its turn, what was left over, what comes,
     * and the end. It reads on, also where the former handler had paused. Where the connection is over already, nothing happens.
     *
     * @param next hears from now on
     * @param unread what the former handler was given and did not use: the next one hears it first; copied
     */
    void passTo(ConnectionHandler next, ByteBuffer unread);
}
