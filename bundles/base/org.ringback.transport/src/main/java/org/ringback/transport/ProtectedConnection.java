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

    /** {@return whether little enough waits to be sent; else stop writing until {@code writable} is heard} */
    boolean writable();

    /** Stops reading. */
    void pauseReading();

    /** Reads on. */
    void resumeReading();

    /** Sends what was written, ends the protection in order, closes. */
    @Override
    void close();

    /** Closes at once with RST. */
    void abort();
}
