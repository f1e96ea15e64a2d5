package org.ringback.issuer.core;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ringback.api.EquipmentId;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingNonce;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.api.control.RefusedException;
import org.ringback.kernel.CallFacts;
import org.ringback.kernel.ProtectionNames;
import org.ringback.spi.BoxContent;
import org.ringback.spi.ReasonKey;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.RingCrypto.ProofUse;
import org.ringback.spi.SealedBox;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Paths;

/**
 * What one ring asks for, checked against its grant (requirements 5 and 6). Immutable.
 *
 * @param grant the grant
 * @param self this issuer's ID at the server
 * @param system the system
 * @param protection the protection of the first TCP connection
 * @param service the service wanted
 * @param password the password information, if the system needs it
 */
record RingPlan(
        GrantRecord grant,
        IssuerKey self,
        RingSystem system,
        ProtectionId protection,
        String service,
        Optional<KeptPassword> password) {
    /** Makes the plan; refuses what the grant does not allow before any message is sent. */
    static RingPlan of(IssuerEvent.Ring command, IssuerRecords records, IssuerSettings settings, ProtectionNames names)
            throws RefusedException {
        EquipmentId equipment = command.equipment();
        Optional<GrantRecord> kept = records.grant(equipment);
        Optional<IssuerKey> self =
                kept.flatMap(grant -> records.key(grant.route().pins()));
        if (kept.isEmpty() || self.isEmpty()) {
            throw new RefusedException(Words.noGrant(equipment));
        }
        GrantRecord grant = kept.get();
        RingSystem system = command.system().orElseGet(() -> best(grant));
        // [ISS-10] The issuer refuses by itself what its grant lacks: no grant, a system not in it, a password not …
        if (!grant.systems().contains(system)) {
            throw new RefusedException("system: the grant for " + equipment + " does not allow " + system.label()
                    + " (expected: " + allowed(grant) + ")");
        }
        // [ISS-21] a service that is not in it, where it gives only some
        if (!grant.terms().gives(command.service(), false)) {
            throw new RefusedException("service: '" + command.service() + "' is not in the grant for " + equipment
                    + " (expected: " + String.join(" or ", grant.terms().services()) + ")");
        }
        Optional<KeptPassword> password = system.needsPassword() ? records.password(grant) : Optional.empty();
        if (system.needsPassword() && password.isEmpty()) {
            throw new RefusedException("password: none for " + equipment + " is kept here, and system " + system.label()
                    + " needs it (expected: first password " + equipment + ")");
        }
        ProtectionId protection = ProtectionChoice.of(
                command.protection(),
                settings.protection(),
                grant.route().protections(),
                "of this issuer with the server of " + equipment,
                names);
        return new RingPlan(grant, self.get(), system, protection, command.service(), password);
    }

    /** {@return the local name of the equipment, for persons} */
    EquipmentId name() {
        return grant.name();
    }

    /** {@return the ID of the equipment, for the wire and for proofs} */
    EquipmentId target() {
        return grant.target();
    }

    /** The same plan under another local name of the equipment. */
    RingPlan named(EquipmentId name) {
        return new RingPlan(grant.named(name), self, system, protection, service, password);
    }

    /**
     * A first connection request.
     *
     * @param message the message to send
     * @param reasonKey opens the reason that the gateway tells of this attempt
     */
    record Asked(Message message, ReasonKey reasonKey) {}

    /**
     * Makes the first connection request, with the box for the acceptor; that of a second attempt names the first one.
     *
     * @param further bits of PATHS beside punch and relay
     */
    Asked connect(Attempt attempt, InetSocketAddress local, int further, RingCrypto crypto) {
        RingNonce nonce = attempt.nonce();
        SealedBox box = crypto.sealBox(
                grant.sealing(),
                target(),
                nonce,
                new BoxContent(
                        system,
                        service,
                        grant.id(),
                        self.fingerprint(),
                        proof(grant.secret(), ProofUse.GRANT, nonce, crypto),
                        password.map(kept -> proof(kept.information(), ProofUse.PASSWORD, nonce, crypto)),
                        password.flatMap(KeptPassword::raw)
                                .map(typed -> proof(typed, ProofUse.PASSWORD, nonce, crypto)),
                        attempt.firstTry()));
        Message message = Message.of(MessageKind.CONNECT, attempt.transaction())
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.TARGET_ID, target())
                .with(Attributes.CALLBACK_ADDRESS, local)
                .with(Attributes.RING_NONCE, nonce)
                .with(Attributes.SYSTEM_REQUESTED, system)
                .with(Attributes.BOX, box.bytes())
                .with(Attributes.WAIT_TIME, Math.toIntExact(RingTask.WAIT.toSeconds()))
                // [ISS-23] Connect carries PATHS, with the ways that this issuer has beside taking a direct …
                .with(Attributes.PATHS, Paths.PUNCH | Paths.RELAY | further)
                .build();
        return new Asked(message, box.reasonKey());
    }

    private byte[] proof(Secret key, ProofUse use, RingNonce nonce, RingCrypto crypto) {
        return crypto.ringProof(key, use, system, nonce, target(), service, self.fingerprint(), grant.identity());
    }

    /** Certified, else password, else call-back, else datagram. */
    private static RingSystem best(GrantRecord grant) {
        return grant.systems().stream()
                .max(Comparator.comparingInt(RingSystem::number))
                .orElseThrow();
    }

    private static String allowed(GrantRecord grant) {
        return grant.systems().stream().sorted().map(RingSystem::label).collect(Collectors.joining(" or "));
    }

    /**
     * What is known of the call that answers the ring.
     *
     * @param ring its name: the nonce of its first attempt
     * @param now when it was accepted
     * @param relayed whether it goes through the server
     */
    CallFacts facts(RingNonce ring, Instant now, boolean relayed) {
        return new CallFacts(Role.ISSUER, name(), service, grant.identity(), grant.id(), ring, now, false, relayed);
    }
}
