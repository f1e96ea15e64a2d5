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

/** How to protect a connection, in a core's terms; the present {@link Suite} makes the session. Immutable. */
public sealed interface SessionPlan {
    /** {@return where the messages of such a connection arrive} */
    Door door();

    /** {@return how long its handshake may take; that of a call-back as long as this} */
    default Duration limit() {
        return Duration.ofSeconds(5);
    }

    /** {@return the protection that it needs in addition to the provider; none for a call-back} */
    default Optional<ProtectionId> needs() {
        return Optional.empty();
    }

    /**
     * Makes the session of this end.
     *
     * @param suite the crypto to use
     * @return the session
     * @throws IllegalStateException if no bundle for its protection runs; the message says what to do
     */
    ProtectionSession session(Suite suite);

    /** {@return this end's identity, encoded} */
    Secret identity();

    /**
     * Tells this end's key.
     *
     * @param suite the crypto to use
     * @return the key that it proves
     */
    default KeyFingerprint own(Suite suite) {
        return suite.provider().identities().identity(identity()).fingerprint();
    }

    /**
     * For a device that dials its server.
     *
     * @param by the protection; no other one is used instead
     * @param identity of the device, encoded
     * @param role the role in which it dials
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
     * For a gateway that calls an issuer back.
     *
     * @param identity the equipment's identity, encoded
     * @param issuer the key that must answer
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
     * For an issuer that is called back.
     *
     * @param identity the issuer's identity, encoded
     * @param equipment the key that must dial
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
