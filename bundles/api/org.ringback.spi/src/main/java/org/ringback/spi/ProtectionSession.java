package org.ringback.spi;

import java.nio.ByteBuffer;
import java.util.List;
import org.ringback.api.KeyFingerprint;

/**
 * One end of one protected connection, without I/O: bytes of the connection go in, bytes for the connection and
 * plaintext come out. Not thread-safe: one thread at a time, with a happens-before edge between two. An {@link Output}
 * may use the buffers that it is given only during the call, from which it may call {@link #send} and {@link #finish}
 * of the session and nothing else.
 */
public interface ProtectionSession {
    /** Takes what a session puts out. */
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

        /**
         * Asked after each piece (record, message) that an established session has taken: what follows it may be
         * another session's.
         *
         * @return whether the session takes the next piece too
         */
        default boolean more() {
            return true;
        }
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
     * How many of the waiting bytes the next step of the handshake should take: the whole pieces (records, messages)
     * that they begin with. So a stranger who sends byte by byte does not cause a step for each. The default takes all
     * bytes.
     *
     * @param waiting the bytes from the peer that {@link #receive} has not been given yet; not consumed
     * @return the number of bytes; 0 if more must come first; all of them if they are to be refused
     */
    default int whole(ByteBuffer waiting) {
        return waiting.remaining();
    }

    /**
     * Takes bytes from the peer, of any length; keeps an incomplete rest, of bounded length.
     *
     * @param bytes consumed wholly, or up to the end of the piece after which the output wanted no {@link Output#more}
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
     * The steps of the key agreement, if stories tell them.
     *
     * @return the steps in order; empty for a protocol such as TLS, whose order is published
     */
    default List<AgreementStep> steps() {
        return List.of();
    }

    /** {@return the protection's name for stories, for example {@code tls13}} */
    String protection();
}
