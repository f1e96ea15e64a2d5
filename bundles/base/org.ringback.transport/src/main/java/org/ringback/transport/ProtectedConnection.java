package org.ringback.transport;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.ringback.api.KeyFingerprint;
import org.ringback.spi.AgreementStep;

/** A TCP connection whose peer is proved. To be used on its loop only. */
@ProviderType
public interface ProtectedConnection extends AutoCloseable {
    /** {@return our address} */
    InetSocketAddress local();

    /** {@return the peer's address} */
    InetSocketAddress remote();

    /** {@return the peer's key} */
    KeyFingerprint peerKey();

    /** {@return see {@link org.ringback.spi.ProtectionSession#binding()}} */
    byte[] binding();

    /** {@return the group agreed on} */
    String keyAgreement();

    /** {@return see {@link org.ringback.spi.ProtectionSession#steps()}} */
    List<AgreementStep> agreementSteps();

    /** {@return the protection's name} */
    String protection();

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
