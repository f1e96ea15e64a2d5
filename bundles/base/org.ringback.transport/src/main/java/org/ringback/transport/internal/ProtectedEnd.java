package org.ringback.transport.internal;

import java.nio.ByteBuffer;
import org.ringback.spi.PeerFacts;
import org.ringback.spi.ProtectionSession;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedConnection;
import org.ringback.transport.ProtectedHandler;

/**
 * The {@link ProtectedConnection} that a handler is given; passes everything to its {@link ProtectedLink}. Belongs to
 * the loop.
 */
final class ProtectedEnd implements ProtectedConnection {
    private final ProtectedLink link;
    private final ProtectionSession session;
    private final TcpConnection connection;

    ProtectedEnd(ProtectedLink link, ProtectionSession session, TcpConnection connection) {
        this.link = link;
        this.session = session;
        this.connection = connection;
    }

    @Override
    public PeerFacts peer() {
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
}
