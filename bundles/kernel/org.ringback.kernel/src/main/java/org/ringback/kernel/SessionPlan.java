package org.ringback.kernel;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.spi.ProtectionSession;
import org.ringback.spi.ServerPins;
import org.ringback.wire.Door;

/** How a connection is to be protected, as a core says it; the {@link Suite} of the moment makes the session. Immutable. */
public sealed interface SessionPlan {
    /** {@return where the messages of such a connection arrive} */
    Door door();

    /** {@return how long its handshake may take; that of a call-back as long as this} */
    default Duration limit() {
        return Duration.ofSeconds(5);
    }

    /** {@return the protection that it needs beside the provider; a call-back none} */
    default Optional<ProtectionId> needs() {
        return Optional.empty();
    }

    /**
     * Makes this end.
     *
     * @param suite of what
     * @return the end
     * @throws IllegalStateException if no bundle for its protection ran; says what to do
     */
    ProtectionSession session(Suite suite);

    /**
     * A device dials its server.
     *
     * @param by the protection; nobody takes another one instead
     * @param identity of the device, encoded
     * @param role as what it dials
     * @param pins the authorities that may vouch for the server
     * @param host its configured name or address
     * @param time for the dates of its chain
     */
    record ToServer(ProtectionId by, Secret identity, Role role, ServerPins pins, String host, Instant time)
            implements SessionPlan {
        private static final Duration LIMIT = Duration.ofSeconds(10);

        @Override
        public Door door() {
            return Door.DEVICE_TCP;
        }

        @Override
        public Duration limit() {
            return LIMIT;
        }

        @Override
        public Optional<ProtectionId> needs() {
            return Optional.of(by);
        }

        @Override
        public ProtectionSession session(Suite suite) {
            return suite.toServer(by, identity, role, pins, host, time);
        }
    }

    /**
     * A gateway calls an issuer back.
     *
     * @param identity of the equipment, encoded
     * @param issuer the key that is to answer
     */
    record ToIssuer(Secret identity, KeyFingerprint issuer) implements SessionPlan {
        @Override
        public Door door() {
            return Door.ACCEPTOR_CALL;
        }

        @Override
        public ProtectionSession session(Suite suite) {
            return suite.provider().calls().dial(suite.provider().identities().identity(identity), issuer);
        }
    }

    /**
     * An issuer is called back.
     *
     * @param identity of the issuer, encoded
     * @param equipment the key that is to dial
     */
    record FromAcceptor(Secret identity, KeyFingerprint equipment) implements SessionPlan {
        @Override
        public Door door() {
            return Door.ISSUER_CALL;
        }

        @Override
        public ProtectionSession session(Suite suite) {
            return suite.provider().calls().answer(suite.provider().identities().identity(identity), equipment);
        }
    }
}
