package org.ringback.kernel;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ringback.spi.CloseReason;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;
import org.ringback.wire.Attributes;
import org.ringback.wire.Door;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.MessageFramer;
import org.ringback.wire.MessageKind;
import org.ringback.wire.TransactionId;

/**
 * Asks a server to be relayed, on a connection to it, and waits until the other end is there too (docs/protocol.md, "The
 * relay"); then the connection is the other end's, and is passed on. Belongs to the loop.
 */
final class RelayBinding implements ConnectionHandler {
    private final byte[] request;
    private final TransactionId transaction;
    private final MessageFramer framer;
    private final Supplier<ConnectionHandler> bound;
    private final Consumer<CloseReason> over;
    private @Nullable Connection connection;
    private Optional<CloseReason> why = Optional.empty();
    private boolean done;

    /**
     * Makes the handler of a connection that is about to be dialled.
     *
     * @param request a whole Relay Bind
     * @param transaction its transaction ID
     * @param codec reads the answer
     * @param bound gives the next handler, once the other end is there
     * @param over is told if that never comes
     */
    RelayBinding(
            byte[] request,
            TransactionId transaction,
            MessageCodec codec,
            Supplier<ConnectionHandler> bound,
            Consumer<CloseReason> over) {
        this.request = request;
        this.transaction = transaction;
        this.framer = new MessageFramer(codec, Door.DEVICE_RELAY);
        this.bound = bound;
        this.over = over;
    }

    /** Closes at once; nobody is told. */
    void abort() {
        done = true;
        if (connection != null) {
            connection.abort();
        }
    }

    @Override
    public void dialling(Connection dialled) {
        connection = dialled;
        if (done) {
            dialled.abort();
        }
    }

    @Override
    public void opened(Connection opened) {
        connection = opened;
        if (done) {
            opened.abort();
        } else {
            opened.write(ByteBuffer.wrap(request));
        }
    }

    @Override
    public void received(Connection from, ByteBuffer bytes) {
        if (done) {
            return;
        }
        try {
            framer.next(bytes).ifPresent(answer -> answered(from, answer, bytes));
        } catch (MalformedMessageException e) {
            fail(from, "the relay answered something malformed: " + e.getMessage());
        }
    }

    private void answered(Connection from, Message answer, ByteBuffer rest) {
        if (!answer.transaction().equals(transaction)) {
            fail(from, "the relay answered something else");
        } else if (answer.kind() == MessageKind.RELAY_BOUND) {
            done = true;
            connection = null;
            from.passTo(bound.get(), rest);
        } else {
            fail(from, refusal(answer.get(Attributes.ERROR_CODE)));
        }
    }

    private static String refusal(int code) {
        return code == ErrorCodes.QUOTA
                ? "the server relays no more for this issuer or equipment now (486): as many calls stand as may, or the"
                        + " day's bytes are used up"
                : "the server relays no more at all now (" + code + "): as many calls stand as may, or the day's bytes"
                        + " are used up";
    }

    private void fail(Connection from, String reason) {
        why = Optional.of(CloseReason.of(CloseReason.Kind.REFUSED, reason));
        from.abort();
    }

    @Override
    public void closed(CloseReason reason) {
        if (!done) {
            done = true;
            over.accept(why.orElse(reason));
        }
    }
}
