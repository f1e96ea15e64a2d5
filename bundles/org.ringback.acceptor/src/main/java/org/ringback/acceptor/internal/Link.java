package org.ringback.acceptor.internal;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.acceptor.core.AcceptorEvent;
import org.ringback.acceptor.core.CloseKind;
import org.ringback.api.crypto.ProtectionException;
import org.ringback.conversation.CallBack;
import org.ringback.transport.CloseReason;
import org.ringback.transport.Connection;
import org.ringback.transport.ProtectedConnection;
import org.ringback.transport.ProtectedHandler;
import org.ringback.wire.Door;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.MessageFramer;

/**
 * One dialled connection: what it hears becomes events, until the call-back that it may be is handed over. Belongs to
 * the loop.
 */
final class Link implements ProtectedHandler {
    private final long number;
    private final MessageFramer framer;
    private final Links links;
    private @Nullable Connection plain;
    private @Nullable ProtectedConnection connection;
    private @Nullable CallBack callBack;
    private boolean over;

    Link(long number, Door door, MessageCodec codec, Links links) {
        this.number = number;
        this.framer = new MessageFramer(codec, door);
        this.links = links;
    }

    @Override
    public void opened(Connection opened) {
        plain = opened;
        if (over) {
            opened.abort();
        }
    }

    @Override
    public void established(ProtectedConnection proved) {
        connection = proved;
        if (over) {
            proved.abort();
            return;
        }
        links.submit(new AcceptorEvent.Established(
                number,
                proved.peerKey(),
                proved.binding(),
                proved.protection(),
                proved.keyAgreement(),
                proved.local(),
                proved.remote()));
    }

    /** A message may be the acceptance: what follows it in the same bytes is conversation already. */
    @Override
    public void received(ProtectedConnection from, ByteBuffer plaintext) {
        while (!over && plaintext.hasRemaining()) {
            if (callBack != null) {
                callBack.received(plaintext);
                return;
            }
            try {
                Optional<Message> message = framer.next(plaintext);
                message.ifPresent(whole -> links.submit(new AcceptorEvent.Received(number, whole)));
            } catch (MalformedMessageException e) {
                over = true;
                links.submit(new AcceptorEvent.Malformed(number, String.valueOf(e.getMessage())));
            }
        }
    }

    @Override
    public void writable(ProtectedConnection from) {
        if (callBack != null) {
            callBack.writable();
        }
    }

    @Override
    public void closed(CloseReason reason) {
        over = true;
        links.forget(number);
        if (callBack != null) {
            callBack.lost(reason.detail());
        }
        links.submit(new AcceptorEvent.Closed(number, kind(reason), reason.detail()));
    }

    void send(byte[] message) {
        if (connection != null && !over) {
            connection.write(ByteBuffer.wrap(message));
        }
    }

    /** Sends what was written, then closes; what still comes is not read. */
    void close() {
        if (callBack != null) {
            callBack.close();
        } else if (connection != null) {
            over = true;
            connection.close();
        } else {
            abort();
        }
    }

    void abort() {
        over = true;
        if (connection != null) {
            connection.abort();
        } else if (plain != null) {
            plain.abort();
        }
    }

    /** {@return the proved connection; null if it is over} */
    @Nullable
    ProtectedConnection proved() {
        return over ? null : connection;
    }

    void handOver(CallBack to) {
        callBack = to;
    }

    private static CloseKind kind(CloseReason reason) {
        return switch (reason.kind()) {
            case CLOSED_HERE -> CloseKind.CLOSED_HERE;
            case CLOSED_THERE -> CloseKind.CLOSED_THERE;
            case REFUSED -> CloseKind.REFUSED;
            case TIMED_OUT -> CloseKind.TIMED_OUT;
            case BROKEN -> CloseKind.BROKEN;
            case OVERLOADED -> CloseKind.OVERLOADED;
            case PROTECTION ->
                reason.fault().equals(Optional.of(ProtectionException.Reason.WRONG_KEY))
                        ? CloseKind.WRONG_KEY
                        : CloseKind.PROTECTION;
        };
    }
}
