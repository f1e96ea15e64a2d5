package org.ringback.relay.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.api.Moment;
import org.ringback.api.crypto.Protection;
import org.ringback.driver.TurnedAway;
import org.ringback.relay.core.Counts;
import org.ringback.transport.CloseReason;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;
import org.ringback.transport.Loop;

/**
 * A TCP connection until its first byte says which protection it wants: 0x16 is a TLS ClientHello, 0x00 to 0x03 a
 * STUN message of certificate-first; all else is closed. After that choice nothing is looked at again. Belongs to the
 * loop.
 */
final class Doorway implements ConnectionHandler {
    /** TLS record type handshake (RFC 8446 §5.1). */
    private static final byte TLS_HANDSHAKE = 0x16;
    /** No STUN message of the catalogue has a type that begins with more (RFC 8489 §5). */
    private static final byte MAX_STUN = 0x03;
    /** Time to the first byte. */
    static final Duration FIRST_BYTE = Duration.ofSeconds(5);
    /** Time to a proved peer, from the beginning. */
    static final Duration PROVED = Duration.ofSeconds(10);

    private final Loop loop;
    private final Counts counts;
    private final Place place;
    private final Behind behind;
    private @Nullable ConnectionHandler next;
    private @Nullable Moment openedAt;
    private Runnable cancelTimer = () -> {};

    /** What stands behind the door. */
    interface Behind {
        /** Begins a protection, which may take so long; empty if it is not there. */
        Optional<ConnectionHandler> begin(Protection protection, Duration limit);
    }

    Doorway(Loop loop, Counts counts, Place place, Behind behind) {
        this.loop = loop;
        this.counts = counts;
        this.place = place;
        this.behind = behind;
    }

    @Override
    public void opened(Connection connection) {
        openedAt = loop.now();
        cancelTimer = loop.schedule(FIRST_BYTE, () -> {
            counts.add("tcp.no-first-byte");
            connection.abort();
        });
    }

    @Override
    public void received(Connection connection, ByteBuffer bytes) {
        ConnectionHandler chosen = next;
        if (chosen == null) {
            if (!bytes.hasRemaining()) {
                return;
            }
            cancelTimer.run();
            chosen = choose(bytes.get(bytes.position()));
            next = chosen;
            chosen.opened(connection);
        }
        chosen.received(connection, bytes);
    }

    private ConnectionHandler choose(byte first) {
        Optional<Protection> wanted = wanted(first);
        if (wanted.isEmpty()) {
            counts.add("tcp.first-byte");
        }
        return wanted.flatMap(protection -> behind.begin(protection, left())).orElse(TurnedAway.AT_ONCE);
    }

    private static Optional<Protection> wanted(byte first) {
        if (first == TLS_HANDSHAKE) {
            return Optional.of(Protection.TLS13);
        }
        return first >= 0 && first <= MAX_STUN ? Optional.of(Protection.CERTIFICATE_FIRST) : Optional.empty();
    }

    private Duration left() {
        Moment began = openedAt;
        return began == null ? PROVED : PROVED.minus(loop.now().since(began.nanos()));
    }

    @Override
    public void inputFinished(Connection connection) {
        if (next == null) {
            connection.close();
        } else {
            next.inputFinished(connection);
        }
    }

    @Override
    public void writable(Connection connection) {
        if (next != null) {
            next.writable(connection);
        }
    }

    @Override
    public void closed(CloseReason reason) {
        cancelTimer.run();
        place.giveBack();
        if (next != null) {
            next.closed(reason);
        }
    }
}
