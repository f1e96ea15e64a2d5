package org.ringback.transport.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.ringback.spi.PeerFacts;
import org.ringback.spi.ProtectionSession;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedConnection;
import org.ringback.transport.ProtectedHandler;

/**
 * The {@link ProtectedConnection} that a handler is given; passes everything to its {@link ProtectedLink}. Belongs to
 * the loop, except {@link #peer}. Refers to no session, as the next one may take its place.
 */
final class ProtectedEnd implements ProtectedConnection {
    private final ProtectedLink link;
    private final TcpConnection connection;
    private volatile PeerFacts peer;

    ProtectedEnd(ProtectedLink link, ProtectionSession session, TcpConnection connection) {
        this.link = link;
        this.connection = connection;
        this.peer = facts(session);
    }

    /** Another session proved the peer. */
    void proved(ProtectionSession session) {
        peer = facts(session);
    }

    @Override
    public PeerFacts peer() {
        return peer;
    }

    private PeerFacts facts(ProtectionSession session) {
        return new PeerFacts(
                session.peerKey(),
                session.binding(),
                session.protection(),
                session.keyAgreement(),
                session.steps(),
                connection.local(),
                connection.remote());
    }

    @Override
    public Optional<Duration> roundTrip() {
        return connection.roundTrip();
    }

    @Override
    public OptionalInt pathMtu() {
        return connection.pathMtu();
    }

    @Override
    public void write(ByteBuffer plaintext) {
        link.write(plaintext);
    }

    @Override
    public boolean writable() {
        return connection.writable();
    }

    @Override
    public void pauseReading() {
        link.pauseReading();
    }

    @Override
    public void resumeReading() {
        link.resumeReading();
    }

    @Override
    public void close() {
        link.close();
    }

    @Override
    public void abort() {
        link.abort();
    }

    @Override
    public void passTo(ProtectedHandler next, Loop owner, ByteBuffer unread) {
        link.passTo(next, owner, unread);
    }

    @Override
    public void renew(ProtectionSession next, Duration limit, Runnable gone) {
        link.renew(next, limit, gone);
    }
}
