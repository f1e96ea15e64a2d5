package org.ringback.call.internal;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.ringback.api.Conversation;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingNonce;
import org.ringback.api.Role;
import org.ringback.call.core.ConversationLimits;
import org.ringback.kernel.CallFacts;
import org.ringback.spi.CloseReason;
import org.ringback.transport.Loop;

/** Two call-back ends that hear each other over loops. */
final class Line {
    static CloseReason broken(String why) {
        return CloseReason.of(CloseReason.Kind.BROKEN, why);
    }

    static CallFacts facts(Role role) {
        return new CallFacts(
                role,
                new EquipmentId("lamp-1"),
                "http",
                new KeyFingerprint("ab".repeat(32)),
                GrantId.of(new byte[16]),
                new RingNonce("cd".repeat(16)),
                Instant.EPOCH);
    }

    /** One end with what its listener heard. */
    static final class Side extends PlayedConnection implements CallListener {
        final List<Conversation> opened = Collections.synchronizedList(new ArrayList<>());
        final List<String> ended = Collections.synchronizedList(new ArrayList<>());
        final Loop loop;
        CallEnd call;
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
        public void opened(CallEnd of, Conversation conversation) {
            opened.add(conversation);
            if (listenerFault != null) {
                throw listenerFault;
            }
        }

        @Override
        public void ended(CallEnd of, String reason) {
            ended.add(reason);
        }

        @Override
        public void write(ByteBuffer plaintext) {
            ByteBuffer copy =
                    ByteBuffer.allocate(plaintext.remaining()).put(plaintext).flip();
            if (!dead) {
                other.loop.execute(() -> other.call.received(other, copy));
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
    }

    final Side issuer;
    final Side acceptor;
    /** Of both ends. */
    final Dialler dialler = new Dialler();

    /** With one sum of buffers for both ends. */
    Line(Loop issuerLoop, Loop acceptorLoop, ConversationLimits limits) {
        issuer = new Side(issuerLoop);
        acceptor = new Side(acceptorLoop);
        CallEnds both = new CallEnds(dialler, new Random(1), limits);
        stand(both, both);
    }

    /** With limits, and buffers, of each end's own. */
    Line(Loop loop, ConversationLimits atIssuer, ConversationLimits atAcceptor) {
        issuer = new Side(loop);
        acceptor = new Side(loop);
        stand(new CallEnds(dialler, new Random(1), atIssuer), new CallEnds(dialler, new Random(2), atAcceptor));
    }

    private void stand(CallEnds atIssuer, CallEnds atAcceptor) {
        issuer.other = acceptor;
        acceptor.other = issuer;
        issuer.call = atIssuer.make(facts(Role.ISSUER), issuer.loop, issuer);
        acceptor.call = atAcceptor.make(facts(Role.ACCEPTOR), acceptor.loop, acceptor);
        issuer.call.established(issuer);
        acceptor.call.established(acceptor);
    }
}
