package org.ringback.acceptor.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.crypto.certificatefirst.internal.CertificateFirstProtection;
import org.ringback.crypto.internal.BouncyRingCrypto;
import org.ringback.crypto.internal.CertificateAuthorities;
import org.ringback.crypto.internal.TextStrings;
import org.ringback.crypto.internal.Tls13Protection;
import org.ringback.spi.CloseReason;
import org.ringback.spi.ConnectionProtection;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.spi.ServerAuthorities.NewAuthority;
import org.ringback.spi.ServerCredentials;
import org.ringback.spi.Ticket;
import org.ringback.transport.ListenOptions;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedConnection;
import org.ringback.transport.ProtectedHandler;
import org.ringback.transport.TcpListener;
import org.ringback.transport.Transport;
import org.ringback.transport.UdpPort;
import org.ringback.wire.Attribute;
import org.ringback.wire.Attributes;
import org.ringback.wire.Door;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.MessageFramer;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.StunView;
import org.ringback.wire.TransactionId;

/** A server on real sockets that enrols, leases, registers and invites whoever asks, and rings when told to. */
final class ScriptedServer implements AutoCloseable {
    static final BouncyRingCrypto CRYPTO = new BouncyRingCrypto();
    static final Tls13Protection TLS = new Tls13Protection();
    static final CertificateFirstProtection CERTIFICATE_FIRST = new CertificateFirstProtection();

    final List<Message> reports = new CopyOnWriteArrayList<>();
    final Map<EquipmentId, Message> registrations = new ConcurrentHashMap<>();
    final Map<EquipmentId, KeyFingerprint> keys = new ConcurrentHashMap<>();

    private final SecureRandom random = new SecureRandom();
    private final Transport transport;
    private final ConnectionProtection provider;
    private final Loop loop;
    private final MessageCodec codec = new MessageCodec();
    private final StunView view = new StunView();
    private final NewAuthority authority = new CertificateAuthorities().create(Instant.now());
    private final ServerCredentials credentials;
    private final Map<EquipmentId, Secret> leases = new ConcurrentHashMap<>();
    private final Map<EquipmentId, InetSocketAddress> addresses = new ConcurrentHashMap<>();
    private final Map<Long, EquipmentId> codes = new ConcurrentHashMap<>();
    private final Queue<Message.Builder> answers = new ConcurrentLinkedQueue<>();
    private UdpPort udp;
    private TcpListener tcp;
    private int connectionId;

    ScriptedServer(Transport transport, String host, ConnectionProtection provider) throws IOException {
        this.transport = transport;
        this.provider = provider;
        this.loop = transport.newLoop("server");
        this.credentials =
                new CertificateAuthorities().credentials(authority.authority(), List.of(host), Instant.now());
        open(InetAddress.getByName(host));
    }

    /** One number for UDP and TCP: another one is tried if TCP's is taken. */
    private void open(InetAddress host) throws IOException {
        for (int attempt = 0; tcp == null; attempt++) {
            udp = transport.openUdp(new InetSocketAddress(host, 0), loop, this::datagram);
            try {
                tcp = transport.listen(
                        udp.local(),
                        ListenOptions.EXCLUSIVE,
                        loop,
                        (remote, local) ->
                                transport.protect(provider.answer(credentials), Duration.ofSeconds(10), new Device()));
            } catch (IOException taken) {
                udp.close();
                if (attempt == 9) {
                    throw taken;
                }
            }
        }
    }

    String address() {
        InetSocketAddress local = udp.local();
        String host = local.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + local.getPort();
    }

    /** {@return the host that the equipment registered from last} */
    String registeredFrom(EquipmentId id) {
        return addresses.get(id).getAddress().getHostAddress();
    }

    String enrolmentString(EquipmentId id) {
        long codeId = random.nextLong();
        codes.put(codeId, id);
        return new TextStrings()
                .print(new Ticket(
                        List.of(address()),
                        authority.pins(),
                        Set.of(provider.id()),
                        id,
                        Role.ACCEPTOR,
                        codeId,
                        Secret.random(random, 16),
                        Instant.now()));
    }

    /** Wakes equipment up; its bind is answered with this. */
    void wake(EquipmentId id, Message.Builder answer) {
        loop.execute(() -> {
            answers.add(answer);
            Message wakeUp = Message.of(MessageKind.WAKE_UP, TransactionId.random(random))
                    .with(Attributes.PROTOCOL, MessageKind.VERSION)
                    .with(Attributes.CONNECTION_ID, ++connectionId)
                    .with(Attributes.IN_REPLY_TO, registrations.get(id).transaction())
                    .with(Attributes.SEQUENCE, 1L)
                    .build();
            send(id, codec.encode(wakeUp, mac(id, MacUse.WAKE_UP)));
        });
    }

    /** Sends a second connection request sealed in a datagram. */
    void ringByDatagram(EquipmentId id, Message second) {
        loop.execute(() -> {
            TransactionId transaction = TransactionId.random(random);
            TransactionId inReplyTo = registrations.get(id).transaction();
            byte[] plaintext = codec.encode(second);
            connectionId++;
            byte[] whole = sealed(transaction, inReplyTo, new byte[plaintext.length + 16]);
            view.wrap(ByteBuffer.wrap(whole));
            byte[] covered = view.prefix(view.find(Attributes.SEALED.type()));
            byte[] box =
                    CRYPTO.sealDatagram(leases.get(id), transaction.bytes(), inReplyTo.bytes(), id, covered, plaintext);
            send(id, sealed(transaction, inReplyTo, box));
        });
    }

    private byte[] sealed(TransactionId transaction, TransactionId inReplyTo, byte[] box) {
        return codec.encode(Message.of(MessageKind.DATAGRAM_RING, transaction)
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.CONNECTION_ID, connectionId)
                .with(Attributes.IN_REPLY_TO, inReplyTo)
                .with(Attributes.SEALED, box)
                .build());
    }

    boolean reported(Outcome outcome) {
        return reports.stream().anyMatch(report -> report.get(Attributes.OUTCOME) == outcome);
    }

    private void send(EquipmentId id, byte[] datagram) {
        udp.send(ByteBuffer.wrap(datagram), addresses.get(id));
    }

    private Secret mac(EquipmentId id, MacUse use) {
        return CRYPTO.macKey(leases.get(id), use, id);
    }

    private void datagram(ByteBuffer datagram, InetSocketAddress source, UdpPort port) {
        try {
            if (view.wrap(datagram) != null) {
                throw new AssertionError("malformed datagram");
            }
            Message message = codec.decode(view, Door.SERVER_UDP);
            switch (message.kind()) {
                case REGISTER -> register(message, source);
                case DATAGRAM_REPORT -> {
                    reports.add(message);
                    EquipmentId id = message.get(Attributes.USERNAME);
                    Message answer = Message.of(MessageKind.REPORT_ACKNOWLEDGED, message.transaction())
                            .with(Attributes.CONNECTION_ID, message.get(Attributes.CONNECTION_ID))
                            .build();
                    udp.send(ByteBuffer.wrap(codec.encode(answer, mac(id, MacUse.REPORT_ACKNOWLEDGED))), source);
                }
                default -> {
                    // a datagram ring was acknowledged
                }
            }
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    private void register(Message request, InetSocketAddress source) {
        EquipmentId id = request.get(Attributes.USERNAME);
        byte[] answer;
        if (request.find(Attributes.NONCE).isEmpty()) {
            answer = codec.encode(Message.of(MessageKind.CHALLENGE, request.transaction())
                    .with(Attributes.ERROR_CODE, 401)
                    .with(Attributes.REALM, "ringback")
                    .with(Attributes.NONCE, "obMatJos2AAAAnonce")
                    .build());
        } else {
            if (!codec.macMatches(view, mac(id, MacUse.REGISTER))) {
                throw new AssertionError("wrong MAC");
            }
            addresses.put(id, source);
            if (request.get(Attributes.LIFETIME) > 0) {
                registrations.put(id, request);
            } else {
                registrations.remove(id);
            }
            answer = codec.encode(
                    Message.of(MessageKind.REGISTERED, request.transaction())
                            .with(Attributes.XOR_MAPPED_ADDRESS, source)
                            .with(Attributes.LIFETIME, request.get(Attributes.LIFETIME))
                            .with(Attributes.SEQUENCE, request.get(Attributes.SEQUENCE))
                            .with(Attributes.REFRESH_TIME, 25)
                            .build(),
                    mac(id, MacUse.REGISTERED));
        }
        udp.send(ByteBuffer.wrap(answer), source);
    }

    @Override
    public void close() {
        loop.close();
    }

    /** One device's connection. */
    private final class Device implements ProtectedHandler {
        private final MessageFramer framer = new MessageFramer(codec, Door.SERVER_TCP);

        @Override
        public void established(ProtectedConnection connection) {}

        @Override
        public void received(ProtectedConnection connection, ByteBuffer plaintext) {
            try {
                while (plaintext.hasRemaining()) {
                    framer.next(plaintext).ifPresent(message -> take(connection, message));
                }
            } catch (MalformedMessageException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void closed(CloseReason reason) {}

        private void take(ProtectedConnection connection, Message message) {
            if (message.kind() == MessageKind.REPORT) {
                reports.add(message);
                return;
            }
            Message answer = answer(connection, message);
            connection.write(ByteBuffer.wrap(codec.encode(answer)));
        }

        private Message answer(ProtectedConnection connection, Message message) {
            long now = Instant.now().getEpochSecond();
            switch (message.kind()) {
                case ENROL -> {
                    EquipmentId id = codes.get(message.get(Attributes.CODE_ID));
                    keys.put(id, connection.peer().key());
                    return Message.of(MessageKind.ENROLLED, message.transaction())
                            .with(Attributes.USERNAME, id)
                            .with(Attributes.PROTECTIONS, List.of(provider.id()))
                            .with(Attributes.SERVER_TIME, now)
                            .build();
                }
                case LEASE -> {
                    Secret key = Secret.random(random, 32);
                    leases.put(message.get(Attributes.USERNAME), key);
                    return Message.of(MessageKind.LEASED, message.transaction())
                            .with(Attributes.REGISTRATION_KEY, key.copyBytes())
                            .with(Attributes.LIFETIME, 86_400)
                            .with(Attributes.REFRESH_TIME, 25)
                            .with(Attributes.SERVER_TIME, now)
                            .build();
                }
                case INVITE -> {
                    return Message.of(MessageKind.INVITED, message.transaction())
                            .with(Attributes.CODE_ID, 1L)
                            .with(Attributes.CODE, new byte[16])
                            .with(Attributes.LIFETIME, 86_400)
                            .with(Attributes.PROTECTIONS, List.of(provider.id()))
                            .with(Attributes.SERVER_TIME, now)
                            .build();
                }
                default -> {
                    Message like = answers.remove().build();
                    Message.Builder bound = Message.of(like.kind(), message.transaction());
                    like.kind().required().forEach(attribute -> copy(like, bound, attribute));
                    return bound.build();
                }
            }
        }

        private <T> void copy(Message from, Message.Builder to, Attribute<T> attribute) {
            to.with(attribute, from.get(attribute));
        }
    }
}
