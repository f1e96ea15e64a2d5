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
     * Sends on to another connection whatever comes here from now on, without a copy to this program where the system can
     * do that (Linux, splice(2)). The handler is told {@link ConnectionHandler#carried} in place of {@code received}. From
     * now on the other connection is {@link #writable} only while nothing waits to be sent; who carries on pauses reading
     * here until it is. What comes when the other one's output is over is thrown away. Ends with {@link #passTo}. To be
     * called on the loop.
     *
     * @param to where it is sent; of the same loop and transport
     * @throws IllegalArgumentException if it is of another loop's thread
     */
    void carryTo(Connection to);

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
     * Passes the connection on to another handler of the same loop; to be called on the loop. The former handler is
     * told nothing more. The next one is told {@code opened} before this returns, and later, in order, {@code unread},
     * what comes, and the end. Reading goes on even if the former handler had paused it. If the connection is over
     * already, nothing happens.
     *
     * @param next is told the connection's events from now on
     * @param unread bytes that the former handler was given and did not use, which the next one is given first; copied
     */
    void passTo(ConnectionHandler next, ByteBuffer unread);
}
