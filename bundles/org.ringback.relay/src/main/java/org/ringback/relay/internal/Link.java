package org.ringback.relay.internal;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.relay.core.CloseKind;
import org.ringback.relay.core.RelayEvent;
import org.ringback.transport.CloseReason;
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
    private final Place place;
    private final MessageFramer framer;
    private final RelayDriver driver;
    private final Links owner;
    private @Nullable ProtectedConnection connection;
    private boolean dropped;

    Link(long number, Place place, MessageCodec codec, RelayDriver driver, Links owner) {
        this.number = number;
        this.place = place;
        this.framer = new MessageFramer(codec, Door.SERVER_TCP);
        this.driver = driver;
        this.owner = owner;
    }

    @Override
    public void established(ProtectedConnection proved) {
        connection = proved;
        owner.add(number, this);
        driver.submit(new RelayEvent.Established(
                number,
                proved.peerKey(),
                proved.binding(),
                proved.protection(),
                proved.keyAgreement(),
                proved.local(),
                proved.remote()));
        if (driver.knows(proved.peerKey())) {
            place.giveBack();
        }
    }

    @Override
    public void received(ProtectedConnection from, ByteBuffer plaintext) {
        while (plaintext.hasRemaining() && !dropped) {
            try {
                Optional<Message> message = framer.next(plaintext);
                message.ifPresent(whole -> driver.submit(new RelayEvent.Received(number, whole)));
            } catch (MalformedMessageException e) {
                driver.submit(new RelayEvent.Malformed(number, e.refusal(), String.valueOf(e.getMessage())));
                // Nothing that follows is read: the core closes.
                dropped = true;
            }
        }
    }

    @Override
    public void closed(CloseReason reason) {
        dropped = true;
        if (connection == null) {
            String fault = reason.fault().map(Enum::name).orElse(reason.kind().name());
            driver.counts().add("tcp.unproved." + fault.toLowerCase(Locale.ROOT).replace('_', '-'));
        } else {
            owner.remove(number);
            driver.submit(new RelayEvent.Closed(number, kind(reason.kind()), reason.detail()));
        }
    }

    void send(byte[] bytes) {
        if (connection != null) {
            connection.write(ByteBuffer.wrap(bytes));
        }
    }

    /** Closes after what was sent; what still comes is not read. */
    void close() {
        dropped = true;
        if (connection != null) {
            connection.close();
        }
    }

    void abort() {
        dropped = true;
        if (connection != null) {
            connection.abort();
        }
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
