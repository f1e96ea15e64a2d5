package org.ringback.issuer.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ringback.api.Conversation;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingNonce;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.call.core.ConversationLimits;
import org.ringback.call.internal.CallEnd;
import org.ringback.call.internal.CallEnds;
import org.ringback.call.internal.CallListener;
import org.ringback.crypto.certificatefirst.internal.CertificateFirstProtection;
import org.ringback.crypto.internal.BouncyRingCrypto;
import org.ringback.crypto.internal.CertificateAuthorities;
import org.ringback.crypto.internal.StoredIdentities;
import org.ringback.crypto.internal.TextStrings;
import org.ringback.crypto.internal.Tls13Protection;
import org.ringback.crypto.internal.TlsCallProtection;
import org.ringback.kernel.CallFacts;
import org.ringback.spi.BoxContent;
import org.ringback.spi.CloseReason;
import org.ringback.spi.ConnectionProtection;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.Grant;
import org.ringback.spi.SealingKey;
import org.ringback.spi.ServerAuthorities.NewAuthority;
import org.ringback.spi.ServerCredentials;
import org.ringback.spi.ServerPins;
import org.ringback.spi.Ticket;
import org.ringback.transport.DialOptions;
import org.ringback.transport.ListenOptions;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedConnection;
import org.ringback.transport.ProtectedHandler;
import org.ringback.transport.TcpListener;
import org.ringback.transport.Transport;
import org.ringback.wire.Attributes;
import org.ringback.wire.Door;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.MessageFramer;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.TransactionId;

/**
 * A scripted server and acceptor on real sockets: the server enrols whoever asks and passes every ring on; the acceptor
 * calls back and answers each conversation with what was said, in capitals.
 */
final class OtherSide implements AutoCloseable {
    static final Tls13Protection TLS = new Tls13Protection();
    static final CertificateFirstProtection CERTIFICATE_FIRST = new CertificateFirstProtection();
    static final TlsCallProtection CALL_PROTECTION = new TlsCallProtection();
    static final EquipmentId LAMP = new EquipmentId("lamp-1");

    final DeviceIdentity equipment = new StoredIdentities().create();
    final SealingKey sealing = new StoredIdentities().createSealingKey();

    /** The identities with which the acceptor calls back, one call after the other. */
    final Queue<DeviceIdentity> callers = new ArrayDeque<>();

    /** The keys that enrolled, in their order. */
    final List<KeyFingerprint> enrolledKeys = new CopyOnWriteArrayList<>();

    final List<Message> connects = new CopyOnWriteArrayList<>();
    final List<BoxContent> boxes = new CopyOnWriteArrayList<>();
    /** Why call-backs ended, accepted or not. */
    final List<String> ended = new CopyOnWriteArrayList<>();

    private final Transport transport;
    private final ConnectionProtection provider;
    private final Loop loop;
    private final SecureRandom random = new SecureRandom();
    private final NewAuthority authority = new CertificateAuthorities().create(Instant.now());
    private final ServerCredentials credentials;
    private final BouncyRingCrypto crypto = new BouncyRingCrypto();
    private final CallEnds calls;
    private final MessageCodec codec = new MessageCodec();
    private final TcpListener listener;
    private final List<Thread> talkers = new ArrayList<>();

    OtherSide(Transport transport, String host) throws IOException {
        this(transport, host, TLS);
    }

    OtherSide(Transport transport, String host, ConnectionProtection provider) throws IOException {
        this.transport = transport;
        this.provider = provider;
        this.loop = transport.newLoop("other");
        this.calls = new CallEnds(transport, random, ConversationLimits.DEFAULT);
        this.credentials =
                new CertificateAuthorities().credentials(authority.authority(), List.of(host), Instant.now());
        this.listener = transport.listen(
                new InetSocketAddress(InetAddress.getByName(host), 0),
                ListenOptions.EXCLUSIVE,
                loop,
                (remote, local) ->
                        transport.protect(provider.answer(credentials), Duration.ofSeconds(10), new ServerEnd()));
    }

    String address() {
        InetSocketAddress local = listener.local();
        String host = local.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + local.getPort();
    }

    ServerPins pins() {
        return authority.pins();
    }

    String enrolmentString(Role role) {
        return new TextStrings().print(ticket(pins(), role));
    }

    private Ticket ticket(ServerPins pins, Role role) {
        return new Ticket(
                List.of(address()),
                pins,
                Set.of(provider.id()),
                new EquipmentId("anna"),
                role,
                1L,
                Secret.random(random, 16),
                Instant.now().minusSeconds(60));
    }

    String grant(ServerPins pins, Set<RingSystem> systems) {
        return new TextStrings()
                .print(new Grant(
                        ticket(pins, Role.ISSUER),
                        LAMP,
                        equipment.fingerprint(),
                        sealing.publicKey(),
                        GrantId.random(random),
                        Secret.random(random, 32),
                        systems,
                        Instant.now().plusSeconds(3600)));
    }

    @Override
    public void close() {
        loop.close();
        talkers.forEach(Thread::interrupt);
    }

    private void write(ProtectedConnection connection, Message message) {
        connection.write(ByteBuffer.wrap(codec.encode(message)));
    }

    /** The server's end of the issuer's connection. */
    private final class ServerEnd implements ProtectedHandler {
        private final MessageFramer framer = new MessageFramer(codec, Door.SERVER_TCP);

        @Override
        public void established(ProtectedConnection connection) {}

        @Override
        public void received(ProtectedConnection connection, ByteBuffer plaintext) {
            try {
                framer.next(plaintext).ifPresent(message -> take(connection, message));
            } catch (MalformedMessageException e) {
                throw new AssertionError(e);
            }
        }

        private void take(ProtectedConnection connection, Message message) {
            if (message.kind() == MessageKind.ENROL) {
                enrolledKeys.add(connection.peer().key());
                write(
                        connection,
                        Message.of(MessageKind.ENROLLED, message.transaction())
                                .with(Attributes.USERNAME, new EquipmentId("anna"))
                                .with(Attributes.PROTECTIONS, List.of(provider.id()))
                                .with(Attributes.SERVER_TIME, Instant.now().getEpochSecond())
                                .build());
                return;
            }
            connects.add(message);
            write(
                    connection,
                    Message.of(MessageKind.CONNECT_ANSWER, message.transaction())
                            .with(Attributes.CONNECTION_ID, 1)
                            .with(Attributes.ACCEPTOR_KEY, equipment.fingerprint())
                            .build());
            RingNonce nonce = message.get(Attributes.RING_NONCE);
            BoxContent box = crypto.openBox(sealing, LAMP, nonce, message.get(Attributes.BOX))
                    .orElseThrow()
                    .content();
            boxes.add(box);
            for (DeviceIdentity caller = callers.poll(); caller != null; caller = callers.poll()) {
                call(caller, connection, box, nonce);
            }
        }

        @Override
        public void closed(CloseReason reason) {}
    }

    private void call(DeviceIdentity caller, ProtectedConnection first, BoxContent box, RingNonce nonce) {
        transport.dial(
                DialOptions.to(first.peer().remote(), Duration.ofSeconds(5)),
                loop,
                transport.protect(
                        CALL_PROTECTION.dial(caller, box.issuer()),
                        Duration.ofSeconds(5),
                        new AcceptorEnd(first, box, nonce)));
    }

    /** The acceptor's end of a call-back. */
    private final class AcceptorEnd implements ProtectedHandler, CallListener {
        private final ProtectedConnection first;
        private final BoxContent box;
        private final RingNonce nonce;
        private final MessageFramer framer = new MessageFramer(codec, Door.ACCEPTOR_CALL);

        AcceptorEnd(ProtectedConnection first, BoxContent box, RingNonce nonce) {
            this.first = first;
            this.box = box;
            this.nonce = nonce;
        }

        @Override
        public void established(ProtectedConnection connection) {
            write(
                    connection,
                    Message.of(MessageKind.COMMUNICATION_REQUEST, TransactionId.random(random))
                            .with(Attributes.PROTOCOL, MessageKind.VERSION)
                            .with(Attributes.TARGET_ID, LAMP)
                            .with(Attributes.RING_NONCE, nonce)
                            .build());
        }

        @Override
        public void received(ProtectedConnection connection, ByteBuffer plaintext) {
            try {
                Message accepted = framer.next(plaintext).orElseThrow();
                if (accepted.kind() != MessageKind.ACCEPTED) {
                    throw new AssertionError(accepted);
                }
            } catch (MalformedMessageException e) {
                throw new AssertionError(e);
            }
            KeyFingerprint issuer = connection.peer().key();
            CallFacts facts =
                    new CallFacts(Role.ACCEPTOR, LAMP, box.service(), issuer, box.grant(), nonce, Instant.now());
            connection.passTo(calls.make(facts, loop, this), loop, plaintext);
            write(
                    first,
                    Message.of(MessageKind.RESULT, TransactionId.random(random))
                            .with(Attributes.RING_NONCE, nonce)
                            .with(Attributes.OUTCOME, Outcome.REACHED)
                            .build());
            first.close();
        }

        @Override
        public void closed(CloseReason reason) {
            ended.add(reason.toString());
        }

        @Override
        public void opened(CallEnd call, Conversation conversation) {
            Thread talker = new Thread(() -> talk(conversation), "talker");
            talkers.add(talker);
            talker.start();
        }

        @Override
        public void ended(CallEnd call, String reason) {
            ended.add(reason);
        }
    }

    private static void talk(Conversation conversation) {
        try (conversation;
                InputStream in = conversation.input();
                OutputStream out = conversation.output()) {
            byte[] said = in.readAllBytes();
            out.write(new String(said, StandardCharsets.UTF_8)
                    .toUpperCase(Locale.ROOT)
                    .getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
