package org.ringback.transport.internal;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.ringback.api.KeyFingerprint;
import org.ringback.spi.AgreementStep;
import org.ringback.spi.ProtectionSession;
import org.ringback.transport.ProtectedConnection;

/** What the user of a protected connection holds. Belongs to the loop, as its link does. */
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
    public InetSocketAddress local() {
        return connection.local();
    }

    @Override
    public InetSocketAddress remote() {
        return connection.remote();
    }

    @Override
    public KeyFingerprint peerKey() {
        return session.peerKey();
    }

    @Override
    public byte[] binding() {
        return session.binding();
    }

    @Override
    public String keyAgreement() {
        return session.keyAgreement();
    }

    @Override
    public List<AgreementStep> agreementSteps() {
        return session.steps();
    }

    @Override
    public String protection() {
        return session.protection();
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
}
