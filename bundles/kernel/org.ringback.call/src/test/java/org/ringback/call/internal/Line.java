package org.ringback.call.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.ringback.api.Conversation;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.RingNonce;
import org.ringback.api.Role;
import org.ringback.call.core.ConversationLimits;
import org.ringback.kernel.CallFacts;
import org.ringback.kernel.HeldSuites;
import org.ringback.spi.CloseReason;
import org.ringback.spi.ProtectionSession;
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
                Crypto.key(role == Role.ISSUER ? Role.ACCEPTOR : Role.ISSUER),
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
        /** Ends the count of the present session. */
        Runnable gone = () -> {};
        /** How often another session took the place of one. */
        int renewals;

        private boolean shaking;

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

        /** The handshake is over once both ends are in it. */
        @Override
        public void renew(ProtectionSession next, Duration limit, Runnable nextGone) {
            gone.run();
            gone = nextGone;
            renewals++;
            shaking = true;
            if (other.shaking) {
                proved();
                other.proved();
            }
        }

        private void proved() {
            shaking = false;
            loop.execute(() -> call.renewed(this));
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

    /** Ends that move to other crypto; an end without suites is one of an earlier version. */
    Line(Loop loop, Optional<HeldSuites> atIssuer, Optional<HeldSuites> atAcceptor) {
        issuer = new Side(loop);
        acceptor = new Side(loop);
        CallEnds ends = new CallEnds(dialler, new Random(), ConversationLimits.DEFAULT);
        stand(moving(ends, Role.ISSUER, atIssuer, issuer), moving(ends, Role.ACCEPTOR, atAcceptor, acceptor));
    }

    private static CallEnd moving(CallEnds ends, Role role, Optional<HeldSuites> suites, Side side) {
        if (suites.isEmpty()) {
            return ends.make(facts(role), side.loop, side);
        }
        side.gone = suites.get().begun(suites.get().current(), Optional.empty());
        CallEnd call = ends.make(facts(role), Crypto.session(role), suites.get(), side.loop, side);
        suites.get().listen(call::cryptoChanged);
        return call;
    }

    private void stand(CallEnds atIssuer, CallEnds atAcceptor) {
        stand(
                atIssuer.make(facts(Role.ISSUER), issuer.loop, issuer),
                atAcceptor.make(facts(Role.ACCEPTOR), acceptor.loop, acceptor));
    }

    private void stand(CallEnd atIssuer, CallEnd atAcceptor) {
        issuer.other = acceptor;
        acceptor.other = issuer;
        issuer.call = atIssuer;
        acceptor.call = atAcceptor;
        issuer.call.established(issuer);
        acceptor.call.established(acceptor);
    }
}
