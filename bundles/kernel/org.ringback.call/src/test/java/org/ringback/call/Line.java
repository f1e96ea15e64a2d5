package org.ringback.call;

import org.ringback.transport.ProtectedHandler;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.ringback.api.Conversation;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingNonce;
import org.ringback.call.core.ConversationLimits;
import org.ringback.spi.PeerFacts;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedConnection;

/** Two call-back ends that hear each other over loops. */
final class Line {
    static final CallInfo INFO = new CallInfo(
            new EquipmentId("lamp-1"), "http", new KeyFingerprint("ab".repeat(32)), new RingNonce("cd".repeat(16)));

    /** One end with what its listener heard. */
    static final class Side implements CallListener, ProtectedConnection {
        final List<Conversation> opened = Collections.synchronizedList(new ArrayList<>());
        final List<String> ended = Collections.synchronizedList(new ArrayList<>());
        final Loop loop;
        CallBack callBack;
        Side other;
        volatile boolean full;
        volatile boolean dead;
        volatile boolean closed;
        volatile boolean aborted;
        volatile RuntimeException listenerFault;

        Side(Loop loop) {
            this.loop = loop;
        }

        @Override
        public void opened(Conversation conversation) {
            opened.add(conversation);
            if (listenerFault != null) {
                throw listenerFault;
            }
        }

        @Override
        public void ended(String reason) {
            ended.add(reason);
        }

        @Override
        public void write(ByteBuffer plaintext) {
            ByteBuffer copy =
                    ByteBuffer.allocate(plaintext.remaining()).put(plaintext).flip();
            if (!dead) {
                other.loop.execute(() -> other.callBack.received(copy));
            }
        }

        @Override
        public boolean writable() {
            return !full;
        }

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public void abort() {
            aborted = true;
        }

        @Override
        public void passTo(ProtectedHandler next, Loop owner, ByteBuffer unread) {
            throw new UnsupportedOperationException("a call keeps its connection");
        }

        @Override
        public PeerFacts peer() {
            return new PeerFacts(
                    INFO.peer(),
                    new byte[32],
                    "none",
                    "none",
                    List.of(),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 2));
        }

        @Override
        public void pauseReading() {
            throw new AssertionError("a call-back must always read: its windows bound it");
        }

        @Override
        public void resumeReading() {
            throw new AssertionError("never paused");
        }
    }

    final Side issuer;
    final Side acceptor;

    Line(Loop issuerLoop, Loop acceptorLoop, ConversationLimits limits) {
        this(issuerLoop, acceptorLoop, new CallBacks(new Random(1), limits));
    }

    private Line(Loop issuerLoop, Loop acceptorLoop, CallBacks callBacks) {
        this(issuerLoop, acceptorLoop, callBacks, callBacks);
    }

    /** With limits, and buffers, of each end's own. */
    Line(Loop issuerLoop, Loop acceptorLoop, CallBacks atIssuer, CallBacks atAcceptor) {
        issuer = new Side(issuerLoop);
        acceptor = new Side(acceptorLoop);
        issuer.other = acceptor;
        acceptor.other = issuer;
        issuer.callBack = atIssuer.issuer(issuer, issuerLoop, INFO, issuer);
        acceptor.callBack = atAcceptor.acceptor(acceptor, acceptorLoop, INFO, acceptor);
    }
}
