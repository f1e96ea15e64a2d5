package org.ringback.call.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.ringback.api.Role;
import org.ringback.spi.PeerFacts;
import org.ringback.spi.ProtectionSession;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedConnection;
import org.ringback.transport.ProtectedHandler;

/** A protected connection that carries a call, played: without a protection, and never passed on or paused by the call. */
abstract class PlayedConnection implements ProtectedConnection {
    @Override
    public void passTo(ProtectedHandler next, Loop owner, ByteBuffer unread) {
        throw new UnsupportedOperationException("a call keeps its connection");
    }

    @Override
    public void renew(ProtectionSession next, Duration limit, Runnable gone) {
        throw new UnsupportedOperationException("nothing protects it");
    }

    @Override
    public PeerFacts peer() {
        return new PeerFacts(
                Line.facts(Role.ISSUER).peer(),
                new byte[32],
                "none",
                "none",
                List.of(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 2));
    }

    @Override
    public void pauseReading() {
        throw new AssertionError("a call must always read: its windows bound it");
    }

    @Override
    public void resumeReading() {
        throw new AssertionError("never paused");
    }
}
