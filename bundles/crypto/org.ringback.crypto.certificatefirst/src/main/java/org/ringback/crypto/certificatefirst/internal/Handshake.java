package org.ringback.crypto.certificatefirst.internal;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.ringback.spi.AgreementStep;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionSession.Output;

/** One end until the peer is proved. Not thread-safe. */
interface Handshake {
    /** Makes the first bytes, if this end speaks first. */
    void start(Output output) throws ProtectionException;

    /** How many bytes the message is that some bytes begin with: 0 if it is not whole, all if it will be refused. */
    int whole(ByteBuffer waiting);

    /**
     * Takes at most one message.
     *
     * @param bytes consumed up to the end of the message, or wholly
     * @param output takes the answer
     * @return what was agreed, once the peer is proved; what then is left of the bytes are records
     * @throws ProtectionException if the peer is refused; no answer was or will be given
     */
    Optional<Agreed> receive(ByteBuffer bytes, Output output) throws ProtectionException;

    /** {@return what happened so far} */
    List<AgreementStep> steps();

    /** Forgets every secret that was not handed out. */
    void wipe();
}
