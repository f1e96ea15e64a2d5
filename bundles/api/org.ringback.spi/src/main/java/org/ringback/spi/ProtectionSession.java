package org.ringback.spi;

import java.nio.ByteBuffer;
import java.util.List;
import org.ringback.api.KeyFingerprint;

/**
 * One end of one protected connection, without I/O: bytes of the connection go in, bytes for the connection and
 * plaintext come out. One thread at a time; hand-over between threads needs a happens-before edge. Buffers handed to
 * an {@link Output} are the session's again when the call returns. From within such a call the session may be told to
 * send or to finish, and nothing else.
 */
public interface ProtectionSession {
    /** Where a session puts what it makes. */
    interface Output {
        /**
         * Bytes that must go to the peer, in the order of the calls.
         *
         * @param bytes protected or handshake bytes; valid only during the call
         */
        void toPeer(ByteBuffer bytes);

        /**
         * Plaintext from the peer; only after the session is established.
         *
         * @param plaintext valid only during the call
         */
        void toApplication(ByteBuffer plaintext);
    }

    /** How far a session is. */
    enum State {
        /** Keys are being agreed; nothing of the application may pass. */
        HANDSHAKING,
        /** The peer is proved; plaintext passes in both directions. */
        ESTABLISHED,
        /** Ended by either side or by a fault; nothing passes any more. */
        CLOSED
    }

    /** {@return how far the session is} */
    State state();

    /**
     * Makes the first bytes, if this end speaks first. Called once, before anything else.
     *
     * @param output takes them
     * @throws ProtectionException if the session cannot begin
     */
    void start(Output output) throws ProtectionException;

    /**
     * How many of the bytes that wait are worth a step of the handshake: the whole pieces (records, messages) that they
     * begin with. So a stranger who sends byte by byte costs no step for each. The default takes whatever came.
     *
     * @param waiting what came from the peer and was not received yet; nothing is consumed
     * @return so many; 0 if more must come first; all of them if what they begin with is to be refused
     */
    default int whole(ByteBuffer waiting) {
        return waiting.remaining();
    }

    /**
     * Takes bytes that came from the peer, of any length; keeps an incomplete rest inside, bounded.
     *
     * @param bytes consumed wholly
     * @param output takes answers and plaintext
     * @throws ProtectionException if the peer is refused or broke the protocol; the session is closed, and what the
     *     output took (an alert) should still be sent
     */
    void receive(ByteBuffer bytes, Output output) throws ProtectionException;

    /**
     * Protects plaintext of any length.
     *
     * @param plaintext consumed wholly
     * @param output takes the protected bytes
     * @throws ProtectionException if the session is not established
     */
    void send(ByteBuffer plaintext, Output output) throws ProtectionException;

    /**
     * Ends the session in order; does nothing if it is closed.
     *
     * @param output takes the closing bytes, if there are any
     */
    void finish(Output output);

    /** {@return the peer's key, once established} */
    KeyFingerprint peerKey();

    /**
     * The value that ties an enrolment proof to this connection: SHA-256(label ‖ protection ‖ SPKI of the server's
     * leaf ‖ SPKI of the device ‖ handshake hash, empty in tls13). Equal at both ends. Meaningless on a call-back.
     *
     * @return 32 bytes, once established
     */
    byte[] binding();

    /** {@return the group agreed on, read from the handshake, for example {@code X25519MLKEM768}, once established} */
    String keyAgreement();

    /**
     * What was exchanged before the session was established, where stories name it.
     *
     * @return in order; empty for a handshake whose order is that of a published protocol
     */
    default List<AgreementStep> steps() {
        return List.of();
    }

    /** {@return the protection's name for stories, for example {@code tls13}} */
    String protection();
}
