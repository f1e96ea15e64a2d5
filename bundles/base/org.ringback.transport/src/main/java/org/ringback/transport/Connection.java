package org.ringback.transport;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/** One plain TCP connection. Thread-safe. */
@ProviderType
public interface Connection extends AutoCloseable {
    /** {@return our address} */
    InetSocketAddress local();

    /** {@return the peer's address} */
    InetSocketAddress remote();

    /**
     * Sends bytes in order; never blocks.
     *
     * @param bytes valid only during the call: they are copied
     */
    void write(ByteBuffer bytes);

    /** {@return whether little enough waits to be sent; else stop writing until {@code writable} is heard} */
    boolean writable();

    /** Stops reading: the peer's sending then stalls by TCP's window. */
    void pauseReading();

    /** Reads on. */
    void resumeReading();

    /** Sends FIN after what was written; reading goes on. */
    void finishWriting();

    /** Sends what was written (within 10 s), then closes; {@code closed} is heard when that is out. */
    @Override
    void close();

    /**
     * Ends it in order as {@link #close} does, but leaves a peer that reads slowly its time: ten minutes, where it is not one of
     * too many.
     */
    void leave();

    /** Closes at once with RST. */
    void abort();

    /** Closes with RST behind what was written, which the peer has a second to take. */
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
