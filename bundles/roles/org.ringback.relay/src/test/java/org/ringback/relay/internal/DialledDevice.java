package org.ringback.relay.internal;

import static org.ringback.wire.Attributes.CODE_ID;
import static org.ringback.wire.Attributes.PROOF;
import static org.ringback.wire.Attributes.PROTOCOL;
import static org.ringback.wire.Attributes.ROLE;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.ringback.api.Secret;
import org.ringback.crypto.internal.PinnedChains;
import org.ringback.spi.CloseReason;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.ExpectedServer;
import org.ringback.spi.Ticket;
import org.ringback.transport.DialOptions;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedConnection;
import org.ringback.transport.ProtectedHandler;
import org.ringback.wire.Door;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.MessageFramer;
import org.ringback.wire.MessageKind;
import org.ringback.wire.TransactionId;

/** A device's connection to the server, protected as its string says, on a real socket, with blocking calls. */
final class DialledDevice implements ProtectedHandler {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    final CompletableFuture<ProtectedConnection> established = new CompletableFuture<>();
    final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private final BlockingQueue<Message> came = new LinkedBlockingQueue<>();
    private final MessageCodec codec = new MessageCodec();
    private final MessageFramer framer = new MessageFramer(new MessageCodec(), Door.DEVICE_TCP);
    private final Loop loop;

    DialledDevice(Stand stand, DeviceIdentity self, Ticket ticket, InetSocketAddress server) {
        loop = stand.transport.newLoop("device");
        stand.transport.dial(
                DialOptions.to(server, LIMIT),
                loop,
                stand.transport.protect(
                        Stand.provider(ticket)
                                .dial(
                                        self,
                                        ticket.role(),
                                        new ExpectedServer(
                                                new PinnedChains(),
                                                ticket.pins(),
                                                server.getAddress().getHostAddress(),
                                                Instant.now())),
                        LIMIT,
                        this));
    }

    @Override
    public void established(ProtectedConnection connection) {
        established.complete(connection);
    }

    @Override
    public void received(ProtectedConnection connection, ByteBuffer plaintext) {
        try {
            while (plaintext.hasRemaining()) {
                Optional<Message> message = framer.next(plaintext);
                message.ifPresent(came::add);
            }
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void closed(CloseReason reason) {
        established.completeExceptionally(new AssertionError(reason.toString()));
        closed.complete(reason);
    }

    DialledDevice send(Message message) throws Exception {
        ProtectedConnection connection = established.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        byte[] bytes = codec.encode(message);
        loop.execute(() -> connection.write(ByteBuffer.wrap(bytes)));
        return this;
    }

    Message next() throws Exception {
        Message message = came.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("nothing came");
        }
        return message;
    }

    Message enrol(Ticket ticket) throws Exception {
        byte[] binding =
                established.get(LIMIT.toSeconds(), TimeUnit.SECONDS).peer().binding();
        Secret codeKey = Stand.CRYPTO.codeKey(ticket.code());
        return send(Message.of(MessageKind.ENROL, transaction())
                        .with(PROTOCOL, MessageKind.VERSION)
                        .with(CODE_ID, ticket.codeId())
                        .with(ROLE, ticket.role())
                        .with(PROOF, Stand.CRYPTO.enrolmentProof(codeKey, binding))
                        .build())
                .next();
    }

    /** What the system measured at this end. */
    Optional<Duration> roundTrip() {
        CompletableFuture<Optional<Duration>> measured = new CompletableFuture<>();
        loop.execute(() -> measured.complete(established.join().roundTrip()));
        return measured.join();
    }

    void close() {
        loop.close();
    }

    static TransactionId transaction() {
        return TransactionId.random(new SecureRandom());
    }
}
