package org.ringback.crypto.certificatefirst.internal;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.ringback.spi.AgreementStep;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionSession.Output;

/** One end of a handshake, until the peer is proved. Not thread-safe. */
interface Handshake {
    /** Makes the first bytes, if this end speaks first. */
    void start(Output output) throws ProtectionException;

    /** The length of the first message in the bytes: 0 if it is not whole, all bytes if it will be refused. */
    int whole(ByteBuffer waiting);

    /**
     * Takes at most one message.
     *
     * @param bytes consumed up to the end of the message, or wholly
     * @param output takes the answer
     * @return the result, once the peer is proved; the bytes that are then left are records
     * @throws ProtectionException if the peer is refused; it gets no answer
     */
    Optional<Agreed> receive(ByteBuffer bytes, Output output) throws ProtectionException;

    /** {@return the steps so far} */
    List<AgreementStep> steps();

    /** Wipes every secret that was not handed out. */
    void wipe();
}
