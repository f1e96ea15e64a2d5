package org.ringback.relay.core;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.Role;
import org.ringback.kernel.Registration;
import org.ringback.kernel.Registry;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.wire.AddressFamily;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.StunView;
import org.ringback.wire.TransactionId;

/**
 * Makes and sends wake-ups (third connection requests) and datagram rings (second connection requests): to the
 * registered address, as an answer to the last registration, from the socket to which that came. Not thread-safe.
 */
record Caller(Context context, Registry registry, Leases leases, RelayedCalls relayed) {
    private static final int TAG_LENGTH = 16;

    /** The row of a piece of equipment, its last registration, and the key of that. */
    record Target(Registration row, TransactionId last, LeaseKey key) {
        InetSocketAddress address() {
            return row.address();
        }
    }

    /** Finds a piece of equipment in the equipment list (requirement 1). */
    Optional<Target> find(EquipmentId equipment, Moment now) {
        Lease lease = leases.find(equipment, now);
        LeaseKey key = lease == null ? null : lease.confirmed();
        TransactionId last = lease == null ? null : lease.registration().orElse(null);
        if (key == null || last == null) {
            return Optional.empty();
        }
        return registry.find(equipment, now)
                .filter(row -> row.role() == Role.ACCEPTOR)
                .map(row -> new Target(row, last, key));
    }

    /**
     * Sends a wake-up, which names the ring and the registration that it answers, and neither address nor password.
     *
     * @param family by which the issuer is seen, if it is not that of the registration
     */
    void wakeUp(
            Target target, int connectionId, TransactionId transaction, long sequence, Optional<AddressFamily> family) {
        Message.Builder draft = Message.of(MessageKind.WAKE_UP, transaction)
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.CONNECTION_ID, connectionId)
                .with(Attributes.IN_REPLY_TO, target.last())
                .with(Attributes.SEQUENCE, sequence);
        family.ifPresent(other -> draft.with(Attributes.ADDRESS_FAMILY, other));
        Message wakeUp = draft.build();
        byte[] datagram =
                target.key().with(MacUse.WAKE_UP, context.crypto.rings(), mac -> context.codec.encode(wakeUp, mac));
        context.count(RelayMetric.UDP_WAKE_UP);
        context.turn.act(new RelayAction.Expect(target.address().getAddress()));
        send(target, datagram);
    }

    /** Seals the second request for one registration, with a key for this datagram only. */
    PendingRing.Sealed seal(Target target, PendingRing ring) {
        TransactionId transaction = TransactionId.random(context.random);
        // [RING-35] The sealed second request carries the datagram ring's transaction ID
        Message.Builder second = secondRequest(ring, transaction);
        relayed.forAcceptor(ring).ifPresent(ticket -> second.with(Attributes.RELAY_TICKET, ticket));
        byte[] plaintext = context.codec.encode(second.build());
        byte[] blank = new byte[plaintext.length + TAG_LENGTH];
        byte[] draft = datagramRing(target, ring, transaction, blank);
        StunView view = new StunView();
        view.wrap(ByteBuffer.wrap(draft));
        // [RING-36] the AAD is the message, with its final length, up to SEALED.
        byte[] sealed = target.key().with(key -> context.crypto
                .rings()
                .sealDatagram(
                        key,
                        transaction.bytes(),
                        target.last().bytes(),
                        ring.target(),
                        view.prefix(view.find(Attributes.SEALED.type())),
                        plaintext));
        return new PendingRing.Sealed(transaction, datagramRing(target, ring, transaction, sealed));
    }

    void ringByDatagram(Target target, PendingRing.@Nullable Sealed sealed) {
        if (sealed != null) {
            context.count(RelayMetric.UDP_DATAGRAM_RING);
            send(target, sealed.datagram());
        }
    }

    /** Makes the second connection request, with the issuer's observed address and its unchanged box. */
    static Message.Builder secondRequest(PendingRing ring, TransactionId transaction) {
        // [RING-27] XOR-PEER-ADDRESS is the address observed on the first TCP connection
        return Message.of(MessageKind.SECOND_REQUEST, transaction)
                .with(Attributes.TARGET_ID, ring.target())
                .with(Attributes.RING_NONCE, ring.nonce())
                .with(Attributes.XOR_PEER_ADDRESS, ring.issuer.facts.remote())
                .with(Attributes.BOX, ring.connect.get(Attributes.BOX));
    }

    private byte[] datagramRing(Target target, PendingRing ring, TransactionId transaction, byte[] sealed) {
        return context.codec.encode(Message.of(MessageKind.DATAGRAM_RING, transaction)
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.CONNECTION_ID, ring.connectionId)
                .with(Attributes.IN_REPLY_TO, target.last())
                .with(Attributes.SEALED, sealed)
                .build());
    }

    private void send(Target target, byte[] datagram) {
        context.toProved(datagram, target.row().address(), target.row().socket());
    }
}
