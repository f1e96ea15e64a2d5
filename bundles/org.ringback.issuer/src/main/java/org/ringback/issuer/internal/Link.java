package org.ringback.issuer.internal;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.conversation.CallBack;
import org.ringback.issuer.core.CloseKind;
import org.ringback.issuer.core.IssuerEvent;
import org.ringback.transport.CloseReason;
import org.ringback.transport.Connection;
import org.ringback.transport.ProtectedConnection;
import org.ringback.transport.ProtectedHandler;
import org.ringback.wire.Door;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.MessageFramer;

/** One protected connection under its number: turns what it hears into events. Belongs to the loop. */
final class Link implements ProtectedHandler {
    private final long number;
    private final Door door;
    private final MessageFramer framer;
    private final Links owner;
    private @Nullable Connection plain;
    private @Nullable ProtectedConnection connection;
    private @Nullable CallBack callBack;
    private boolean dropped;

    Link(long number, Door door, MessageCodec codec, Links owner) {
        this.number = number;
        this.door = door;
        this.framer = new MessageFramer(codec, door);
        this.owner = owner;
    }

    @Override
    public void opened(Connection opened) {
        plain = opened;
        if (dropped) {
            opened.abort();
        }
    }

    @Override
    public void established(ProtectedConnection proved) {
        if (dropped) {
            proved.abort();
            return;
        }
        connection = proved;
        owner.submit(new IssuerEvent.Established(
                number,
                proved.peerKey(),
                proved.binding(),
                proved.protection(),
                proved.keyAgreement(),
                proved.local(),
                proved.remote()));
    }

    @Override
    public void received(ProtectedConnection from, ByteBuffer plaintext) {
        while (plaintext.hasRemaining() && !dropped) {
            CallBack standing = callBack;
            if (standing != null) {
                standing.received(plaintext);
                return;
            }
            read(plaintext);
        }
    }

    private void read(ByteBuffer plaintext) {
        try {
            Optional<Message> message = framer.next(plaintext);
            if (message.isPresent() && door == Door.ISSUER_CALL && plaintext.hasRemaining()) {
                malformed(Optional.empty(), "bytes behind the communication request, before it was accepted");
            } else {
                message.ifPresent(whole -> owner.submit(new IssuerEvent.Received(number, whole)));
            }
        } catch (MalformedMessageException e) {
            malformed(e.refusal(), String.valueOf(e.getMessage()));
        }
    }

    /** Nothing that follows is read: the core closes. */
    private void malformed(Optional<Message> refusal, String why) {
        owner.submit(new IssuerEvent.Malformed(number, refusal, why));
        dropped = true;
    }

    @Override
    public void writable(ProtectedConnection from) {
        if (callBack != null) {
            callBack.writable();
        }
    }

    @Override
    public void closed(CloseReason reason) {
        owner.forget(number);
        if (callBack != null) {
            callBack.lost(reason.detail());
        }
        owner.submit(new IssuerEvent.Closed(number, kind(reason.kind()), reason.detail()));
    }

    void send(byte[] bytes) {
        if (connection != null) {
            connection.write(ByteBuffer.wrap(bytes));
        }
    }

    /** Closes after what was sent; what still comes is not read. */
    void close() {
        if (callBack != null) {
            callBack.close();
        } else if (connection == null) {
            abort();
        } else {
            dropped = true;
            connection.close();
        }
    }

    void abort() {
        dropped = true;
        if (connection != null) {
            connection.abort();
        } else if (plain != null) {
            plain.abort();
        }
    }

    /** {@return the connection, which carries conversations from now on; null if it is over} */
    @Nullable
    ProtectedConnection connection() {
        return connection;
    }

    void handOver(CallBack to) {
        callBack = to;
    }

    private static CloseKind kind(CloseReason.Kind kind) {
        return switch (kind) {
            case CLOSED_HERE -> CloseKind.CLOSED_HERE;
            case CLOSED_THERE -> CloseKind.CLOSED_THERE;
            case REFUSED -> CloseKind.REFUSED;
            case TIMED_OUT -> CloseKind.TIMED_OUT;
            case BROKEN -> CloseKind.BROKEN;
            case PROTECTION -> CloseKind.PROTECTION;
            case OVERLOADED -> CloseKind.OVERLOADED;
        };
    }
}
