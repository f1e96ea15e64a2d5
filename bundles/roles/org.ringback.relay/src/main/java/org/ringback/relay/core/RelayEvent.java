package org.ringback.relay.core;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Protection;
import org.ringback.api.Role;
import org.ringback.spi.AgreementStep;
import org.ringback.spi.CloseReason;
import org.ringback.store.Change;
import org.ringback.wire.Message;

/** What happens to a server. All its connections are accepted ones: their numbers are the driver's, and even. */
public sealed interface RelayEvent {
    /**
     * A datagram came.
     *
     * @param bytes valid during the call
     * @param source who sent it, as observed
     * @param socket to which of our addresses
     */
    record Datagram(ByteBuffer bytes, InetSocketAddress source, InetSocketAddress socket) implements RelayEvent {}

    /**
     * A connection's peer is proved; whether its key is enrolled is another question.
     *
     * @param connection which
     * @param peer the peer's key
     * @param binding ties enrolment proofs to this connection
     * @param protection the protection's name
     * @param keyAgreement the group agreed on
     * @param agreement what was exchanged for that, in order; empty where stories do not name it
     * @param local our address
     * @param remote the peer's address, as observed
     */
    record Established(
            long connection,
            KeyFingerprint peer,
            byte[] binding,
            String protection,
            String keyAgreement,
            List<AgreementStep> agreement,
            InetSocketAddress local,
            InetSocketAddress remote)
            implements RelayEvent {
        /** Copies the list. */
        public Established {
            agreement = List.copyOf(agreement);
        }
    }

    /**
     * A proved peer sent a message.
     *
     * @param connection on which connection
     * @param message what
     */
    record Received(long connection, Message message) implements RelayEvent {}

    /**
     * A proved peer sent something that the catalogue refuses.
     *
     * @param connection on which connection
     * @param refusal the answer, if it was a request
     * @param why in words
     */
    record Malformed(long connection, Optional<Message> refusal, String why) implements RelayEvent {}

    /**
     * A connection is over.
     *
     * @param connection which
     * @param kind how it ended
     * @param why in words, for the story
     */
    record Closed(long connection, CloseReason.Kind kind, String why) implements RelayEvent {}

    /**
     * Changes could not be written.
     *
     * @param changes which
     * @param dropped what should have followed
     * @param why in words
     */
    record PersistFailed(List<Change> changes, List<RelayAction> dropped, String why) implements RelayEvent {
        /**
         * The same where nobody knows which.
         *
         * @param dropped what should have followed
         * @param why in words
         */
        public PersistFailed(List<RelayAction> dropped, String why) {
            this(List.of(), dropped, why);
        }
    }

    /** A deadline passed. */
    record Tick() implements RelayEvent {}

    /**
     * Command: make an enrolment string, which is the result.
     *
     * @param request names the command
     * @param id the ID to be enrolled
     * @param role as what
     * @param protections what its connections may use
     */
    record Enrol(long request, EquipmentId id, Role role, Set<Protection> protections) implements RelayEvent {}

    /**
     * Command: end an enrolment. Completes with the {@link EquipmentId}.
     *
     * @param request names the command
     * @param id which
     */
    record Revoke(long request, EquipmentId id) implements RelayEvent {}

    /**
     * Command: the operator knows that a gateway lived twice or went back in time. Completes with the {@link
     * EquipmentId}.
     *
     * @param request names the command
     * @param id which
     */
    record ClearAlarm(long request, EquipmentId id) implements RelayEvent {}

    /**
     * Which CA is in use now.
     *
     * @param ca its fingerprint
     * @param known since when those who are enrolled know it
     * @param since the first connection number whose handshake it surely vouches for
     */
    record Authority(KeyFingerprint ca, Instant known, long since) implements RelayEvent {}

    /**
     * Command: take new settings. What is under way stays.
     *
     * @param settings which
     */
    record Configure(RelaySettings settings) implements RelayEvent {}
}
