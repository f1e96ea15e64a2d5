package org.ringback.acceptor.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.ringback.api.Conversation;
import org.ringback.api.RingNonce;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.call.core.ConversationLimits;
import org.ringback.call.internal.CallEnd;
import org.ringback.call.internal.CallEnds;
import org.ringback.call.internal.CallListener;
import org.ringback.crypto.internal.StoredIdentities;
import org.ringback.crypto.internal.TlsCallProtection;
import org.ringback.kernel.Call;
import org.ringback.kernel.CallFacts;
import org.ringback.spi.BoxContent;
import org.ringback.spi.CloseReason;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.Grant;
import org.ringback.spi.RingCrypto.ProofUse;
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
import org.ringback.wire.TransactionId;

/** An issuer that listens on real sockets and accepts every call-back of its grant's equipment. */
final class ScriptedIssuer implements AutoCloseable {
    static final TlsCallProtection PROTECTION = new TlsCallProtection();

    final DeviceIdentity identity;
    final Grant grant;
    volatile CompletableFuture<Call> answered = new CompletableFuture<>();
    volatile CompletableFuture<String> ended = new CompletableFuture<>();

    private final SecureRandom random = new SecureRandom();
    private final Loop loop;
    private final MessageCodec codec = new MessageCodec();
    private final CallEnds calls;
    private final TcpListener listener;

    ScriptedIssuer(Transport transport, String host, Grant grant) throws IOException {
        this.grant = grant;
        this.identity = new StoredIdentities().create();
        this.loop = transport.newLoop("issuer");
        this.calls = new CallEnds(transport, random, ConversationLimits.DEFAULT);
        this.listener = transport.listen(
                new InetSocketAddress(InetAddress.getByName(host), 0),
                ListenOptions.EXCLUSIVE,
                loop,
                (remote, local) -> transport.protect(
                        PROTECTION.answer(identity, grant.identity()), Duration.ofSeconds(5), new End()));
    }

    /** The second connection request of a ring of this issuer's, as the server would make it. */
    Message.Builder second(RingSystem system, String service, Optional<Secret> password) {
        answered = new CompletableFuture<>();
        ended = new CompletableFuture<>();
        RingNonce nonce = RingNonce.random(random);
        BoxContent box = new BoxContent(
                system,
                service,
                grant.id(),
                identity.fingerprint(),
                proof(grant.secret(), ProofUse.GRANT, system, nonce, service),
                password.map(information -> proof(information, ProofUse.PASSWORD, system, nonce, service)));
        return Message.of(MessageKind.SECOND_REQUEST, TransactionId.random(random))
                .with(Attributes.TARGET_ID, grant.equipment())
                .with(Attributes.RING_NONCE, nonce)
                .with(Attributes.XOR_PEER_ADDRESS, listener.local())
                .with(
                        Attributes.BOX,
                        ScriptedServer.CRYPTO
                                .sealBox(grant.sealing(), grant.equipment(), nonce, box)
                                .bytes());
    }

    private byte[] proof(Secret key, ProofUse use, RingSystem system, RingNonce nonce, String service) {
        return ScriptedServer.CRYPTO.ringProof(
                key, use, system, nonce, grant.equipment(), service, identity.fingerprint(), grant.identity());
    }

    @Override
    public void close() {
        loop.close();
    }

    /** One call-back. */
    private final class End implements ProtectedHandler, CallListener {
        private final MessageFramer framer = new MessageFramer(codec, Door.ISSUER_CALL);

        @Override
        public void established(ProtectedConnection connection) {}

        @Override
        public void received(ProtectedConnection connection, ByteBuffer plaintext) {
            try {
                framer.next(plaintext).ifPresent(message -> accept(connection, message, plaintext));
            } catch (MalformedMessageException e) {
                throw new AssertionError(e);
            }
        }

        private void accept(ProtectedConnection connection, Message request, ByteBuffer behind) {
            RingNonce nonce = request.get(Attributes.RING_NONCE);
            Message accepted = Message.of(MessageKind.ACCEPTED, request.transaction())
                    .with(Attributes.RING_NONCE, nonce)
                    .build();
            connection.write(ByteBuffer.wrap(codec.encode(accepted)));
            CallFacts facts = new CallFacts(
                    Role.ISSUER, grant.equipment(), "http", connection.peer().key(), grant.id(), nonce, Instant.now());
            CallEnd call = calls.make(facts, loop, this);
            connection.passTo(call, loop, behind);
            answered.complete(call);
        }

        @Override
        public void closed(CloseReason reason) {
            ended.complete(reason.toString());
        }

        @Override
        public void opened(CallEnd call, Conversation conversation) {
            conversation.reset();
        }

        @Override
        public void ended(CallEnd call, String reason) {
            ended.complete(reason);
        }
    }
}
