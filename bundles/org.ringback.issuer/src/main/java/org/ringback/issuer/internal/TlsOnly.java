package org.ringback.issuer.internal;

import java.nio.ByteBuffer;
import org.ringback.transport.CloseReason;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;

/** Closes a call-back whose first byte is no TLS record, so that it holds its place no longer. Belongs to the loop. */
final class TlsOnly implements ConnectionHandler {
    /** TLS record type handshake (RFC 8446 §5.1). */
    private static final byte TLS_HANDSHAKE = 0x16;

    private final ConnectionHandler tls;
    private boolean begun;

    TlsOnly(ConnectionHandler tls) {
        this.tls = tls;
    }

    @Override
    public void opened(Connection connection) {
        tls.opened(connection);
    }

    @Override
    public void received(Connection connection, ByteBuffer bytes) {
        if (!begun && bytes.hasRemaining()) {
            begun = true;
            if (bytes.get(bytes.position()) != TLS_HANDSHAKE) {
                connection.abort();
                return;
            }
        }
        tls.received(connection, bytes);
    }

    @Override
    public void inputFinished(Connection connection) {
        tls.inputFinished(connection);
    }

    @Override
    public void writable(Connection connection) {
        tls.writable(connection);
    }

    @Override
    public void closed(CloseReason reason) {
        tls.closed(reason);
    }
}
