package org.ringback.relay.core;

import static org.ringback.wire.Attributes.BUSY;
import static org.ringback.wire.Attributes.CODE_ID;
import static org.ringback.wire.Attributes.CONNECTION_ID;
import static org.ringback.wire.Attributes.FURTHER_BINDS;
import static org.ringback.wire.Attributes.IN_REPLY_TO;
import static org.ringback.wire.Attributes.LIFETIME;
import static org.ringback.wire.Attributes.NONCE;
import static org.ringback.wire.Attributes.OUTCOME;
import static org.ringback.wire.Attributes.PADDING;
import static org.ringback.wire.Attributes.PATHS;
import static org.ringback.wire.Attributes.PROOF;
import static org.ringback.wire.Attributes.PROTOCOL;
import static org.ringback.wire.Attributes.REALM;
import static org.ringback.wire.Attributes.REGISTRATION_KEY;
import static org.ringback.wire.Attributes.ROLE;
import static org.ringback.wire.Attributes.SEALED;
import static org.ringback.wire.Attributes.SEALED_REASON;
import static org.ringback.wire.Attributes.SEQUENCE;
import static org.ringback.wire.Attributes.USED_TWICE;
import static org.ringback.wire.Attributes.USERNAME;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.kernel.Action;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.spi.Ticket;
import org.ringback.wire.Door;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.StunView;
import org.ringback.wire.TransactionId;

/** The scripted other side: one piece of equipment at a gateway. */
final class Appliance {
    static final InetSocketAddress TCP = ServerFixture.address("198.51.100.7", 40_001);

    final ServerFixture server;
    final MessageCodec codec = new MessageCodec();
    final EquipmentId id;
    final KeyFingerprint key;
    InetSocketAddress udp = ServerFixture.address("198.51.100.7", 50_007);
    Secret leaseKey = Secret.copyOf(new byte[32]);
    String nonce = "";
    long sequence;
    /** What its registrations name as noted by its owner. */
    List<Long> noted = List.of();

    TransactionId lastRegistration = new TransactionId(0, 0);

    Appliance(ServerFixture server, EquipmentId id) {
        this.server = server;
        this.id = id;
        this.key = server.newKey();
    }

    /** Enrolled, leased and registered. */
    static Appliance registered(ServerFixture server, EquipmentId id) {
        Appliance appliance = leased(server, id);
        appliance.register();
        return appliance;
    }

    static Appliance leased(ServerFixture server, EquipmentId id) {
        Appliance appliance = new Appliance(server, id);
        appliance.join(server.enrol(id, Role.ACCEPTOR));
        appliance.lease();
        return appliance;
    }

    TransactionId transaction() {
        return TransactionId.random(server.random);
    }

    void join(Ticket ticket) {
        long connection = server.connect(key, TCP);
        Message answer = ServerFixture.only(server.receive(connection, enrol(ticket, connection)), connection);
        if (answer.kind() != MessageKind.ENROLLED) {
            throw new AssertionError(answer);
        }
        server.close(connection);
    }

    Message enrol(Ticket ticket, long connection) {
        return enrolment(ticket, connection, transaction());
    }

    static Message enrolment(Ticket ticket, long connection, TransactionId transaction) {
        return Message.of(MessageKind.ENROL, transaction)
                .with(PROTOCOL, MessageKind.VERSION)
                .with(CODE_ID, ticket.codeId())
                .with(ROLE, ticket.role())
                .with(
                        PROOF,
                        ServerFixture.CRYPTO.enrolmentProof(
                                ServerFixture.CRYPTO.codeKey(ticket.code()), ServerFixture.binding(connection)))
                .build();
    }

    void lease() {
        long connection = server.connect(key, TCP);
        Message answer = ServerFixture.only(server.receive(connection, leaseRequest()), connection);
        leaseKey = Secret.copyOf(answer.get(REGISTRATION_KEY));
        server.close(connection);
    }

    Message leaseRequest() {
        return Message.of(MessageKind.LEASE, transaction())
                .with(PROTOCOL, MessageKind.VERSION)
                .with(USERNAME, id)
                .build();
    }

    /** Registers with a fresh nonce; what else the server did is returned. */
    List<Action> register() {
        takeNonce();
        return refresh();
    }

    void takeNonce() {
        List<Action> actions = server.datagram(question(), udp);
        Message challenge = decode(ServerFixture.datagrams(actions).get(0).bytes());
        nonce = challenge.get(NONCE);
        sequence = 0;
    }

    byte[] question() {
        return codec.encode(Message.of(MessageKind.REGISTER, transaction())
                .with(USERNAME, id)
                .with(PROTOCOL, MessageKind.VERSION)
                .with(LIFETIME, 180)
                .with(PADDING, new byte[80])
                .build());
    }

    List<Action> refresh() {
        sequence++;
        return server.datagram(registration(180), udp);
    }

    byte[] registration(int lifetime) {
        lastRegistration = transaction();
        return registration(lifetime, lastRegistration, leaseKey);
    }

    byte[] registration(int lifetime, TransactionId transaction, Secret with) {
        Message.Builder request = Message.of(MessageKind.REGISTER, transaction)
                .with(USERNAME, id)
                .with(PROTOCOL, MessageKind.VERSION)
                .with(LIFETIME, lifetime)
                .with(REALM, "ringback")
                .with(NONCE, nonce)
                .with(SEQUENCE, sequence);
        if (!noted.isEmpty()) {
            request.with(USED_TWICE, noted);
        }
        return codec.encode(request.build(), ServerFixture.CRYPTO.macKey(with, MacUse.REGISTER, id));
    }

    Message decode(byte[] bytes) {
        try {
            return codec.decode(ByteBuffer.wrap(bytes), Door.ACCEPTOR_UDP);
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    /** Opens the second request that a datagram ring has under its seal. */
    Message open(byte[] datagramRing) {
        StunView view = new StunView();
        view.wrap(ByteBuffer.wrap(datagramRing));
        Message ring = decode(datagramRing);
        byte[] plaintext = ServerFixture.CRYPTO
                .openDatagram(
                        leaseKey,
                        ring.transaction().bytes(),
                        ring.get(IN_REPLY_TO).bytes(),
                        id,
                        view.prefix(view.find(SEALED.type())),
                        ring.get(SEALED))
                .orElseThrow();
        try {
            return codec.decode(ByteBuffer.wrap(plaintext), Door.DEVICE_TCP);
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    boolean proves(byte[] bytes, MacUse use) {
        StunView view = new StunView();
        return view.wrap(ByteBuffer.wrap(bytes)) == null
                && codec.macMatches(view, ServerFixture.CRYPTO.macKey(leaseKey, use, id));
    }

    Message bind(int connectionId) {
        return Message.of(MessageKind.CONNECTION_BIND, transaction())
                .with(PROTOCOL, MessageKind.VERSION)
                .with(USERNAME, id)
                .with(CONNECTION_ID, connectionId)
                .build();
    }

    /** As an acceptor that keeps its second connection. */
    Message furtherBind(int connectionId) {
        return Message.of(MessageKind.CONNECTION_BIND, transaction())
                .with(PROTOCOL, MessageKind.VERSION)
                .with(USERNAME, id)
                .with(CONNECTION_ID, connectionId)
                .with(FURTHER_BINDS, 3)
                .build();
    }

    /** As an acceptor that takes what is known of the paths. */
    Message pathwiseBind(int connectionId) {
        return pathwiseBind(connectionId, 0);
    }

    Message pathwiseBind(int connectionId, int paths) {
        return Message.of(MessageKind.CONNECTION_BIND, transaction())
                .with(PROTOCOL, MessageKind.VERSION)
                .with(USERNAME, id)
                .with(CONNECTION_ID, connectionId)
                .with(PATHS, paths)
                .build();
    }

    Message busy(int connectionId) {
        return Message.of(MessageKind.REPORT, transaction())
                .with(CONNECTION_ID, connectionId)
                .with(OUTCOME, Outcome.REFUSED)
                .with(BUSY, 0)
                .build();
    }

    Message report(int connectionId, Outcome outcome) {
        return Message.of(MessageKind.REPORT, transaction())
                .with(CONNECTION_ID, connectionId)
                .with(OUTCOME, outcome)
                .build();
    }

    Message report(int connectionId, Outcome outcome, byte[] sealedReason) {
        return Message.of(MessageKind.REPORT, transaction())
                .with(CONNECTION_ID, connectionId)
                .with(OUTCOME, outcome)
                .with(SEALED_REASON, sealedReason)
                .build();
    }

    byte[] datagramReport(int connectionId, Outcome outcome) {
        return codec.encode(
                Message.of(MessageKind.DATAGRAM_REPORT, transaction())
                        .with(USERNAME, id)
                        .with(PROTOCOL, MessageKind.VERSION)
                        .with(CONNECTION_ID, connectionId)
                        .with(OUTCOME, outcome)
                        .build(),
                ServerFixture.CRYPTO.macKey(leaseKey, MacUse.REPORT, id));
    }

    byte[] acknowledgement(int connectionId, TransactionId transaction) {
        return codec.encode(
                Message.of(MessageKind.RING_ACKNOWLEDGED, transaction)
                        .with(USERNAME, id)
                        .with(CONNECTION_ID, connectionId)
                        .build(),
                ServerFixture.CRYPTO.macKey(leaseKey, MacUse.RING_ACKNOWLEDGED, id));
    }
}
