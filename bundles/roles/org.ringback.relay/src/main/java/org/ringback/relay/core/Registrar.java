package org.ringback.relay.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.Role;
import org.ringback.kernel.Event;
import org.ringback.kernel.Registration;
import org.ringback.kernel.Registry;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.store.Change;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.StunView;

/** Answers registrations (requirement 1; docs/protocol.md, "Registration") and probes. Not thread-safe. */
record Registrar(
        Context context,
        Registry registry,
        Devices devices,
        Leases leases,
        Nonces nonces,
        UsedTwice usedTwice,
        Copies copies) {
    /**
     * How often to report where a key was proved, which {@link org.ringback.kernel.ProvedAddresses} remembers for ten
     * minutes.
     */
    private static final Duration PROOF_AGAIN = Duration.ofMinutes(4);

    /**
     * Answers Register; the message is well-formed and its FINGERPRINT right.
     *
     * @return the equipment, if its row was written or refreshed, so that waiting rings may call it
     */
    Optional<EquipmentId> register(Message request, StunView view, Event.Datagram datagram, Moment now) {
        String realm = context.settings.realm();
        Optional<String> nonce = request.find(Attributes.NONCE);
        if (nonce.isEmpty()) {
            // [REG-7] no NONCE | 401 with a nonce, whoever is named
            challenge(ErrorCodes.UNAUTHENTICATED, view, datagram, now);
            return Optional.empty();
        }
        Lease lease = leases.find(request.get(Attributes.USERNAME), now);
        Registration row =
                lease == null ? null : registry.find(lease.equipment, now).orElse(null);
        long known = lease != null && stands(row, datagram) ? lease.nonceExpiry : Lease.NEVER;
        long expiry = nonces.check(nonce.get(), datagram.from(), realm, known, now);
        if (expiry < 0 || !request.get(Attributes.REALM).equals(realm)) {
            // [REG-8] NONCE not ours, of another address, expired, of an earlier start; REALM not the server's | 438 …
            challenge(ErrorCodes.STALE_NONCE, view, datagram, now);
            return Optional.empty();
        }
        LeaseKey key = leases.prove(lease, view, MacUse.REGISTER, now);
        if (lease == null || key == null) {
            context.count(RelayMetric.UDP_BAD_MAC);
            challenge(ErrorCodes.UNAUTHENTICATED, view, datagram, now);
            return Optional.empty();
        }
        return proved(request, expiry, lease, key, row, datagram, now);
    }

    /** Whether a row has the source of a datagram as its address. */
    private static boolean stands(@Nullable Registration row, Event.Datagram datagram) {
        return row != null && row.address().equals(datagram.from());
    }

    private Optional<EquipmentId> proved(
            Message request,
            long expiry,
            Lease lease,
            LeaseKey key,
            @Nullable Registration row,
            Event.Datagram datagram,
            Moment now) {
        long sequence = request.get(Attributes.SEQUENCE);
        boolean repeated = lease.isRepeated(expiry, sequence, request.transaction());
        // [REG-11] (nonce expiry, SEQUENCE) not above the last | nothing; counter
        if (!repeated && !lease.isNewer(expiry, sequence)) {
            context.count(RelayMetric.UDP_REPLAYED);
            return Optional.empty();
        }
        noted(request, lease.equipment);
        int lifetime = Math.min(
                request.get(Attributes.LIFETIME),
                Math.toIntExact(context.settings.lifetime().toSeconds()));
        // The nonce is bound to the address, so a repeat from there gets the same answer, made again.
        byte[] answer = answer(request, lease.equipment, sequence, lifetime, key, datagram);
        // [REG-10] (nonce expiry, SEQUENCE) equal to the last and the same transaction ID | the same answer again …
        if (repeated) {
            context.count(RelayMetric.UDP_REPEATED);
            context.toProved(answer, datagram.from(), datagram.at());
            return Optional.empty();
        }
        lease.signedOff = lifetime == 0;
        if (lease.registered(expiry, sequence, request.transaction(), key)) {
            context.turn.persist(List.of(lease.change()));
        }
        if (lifetime == 0) {
            context.count(RelayMetric.UDP_DEREGISTERED);
            registry.remove(lease.equipment);
        } else {
            context.count(RelayMetric.UDP_REGISTERED);
            enter(lease.equipment, lifetime, row, datagram, now);
        }
        context.toProved(answer, datagram.from(), datagram.at());
        return lifetime == 0 ? Optional.empty() : Optional.of(lease.equipment);
    }

    /** Forgets the invitations of which the gateway has told its owner. */
    private void noted(Message request, EquipmentId equipment) {
        List<Change> changes = request.find(Attributes.USED_TWICE)
                .map(noted -> usedTwice.remove(equipment, noted))
                .orElse(List.of());
        if (!changes.isEmpty()) {
            context.turn.persist(changes);
        }
    }

    private byte[] answer(
            Message request,
            EquipmentId equipment,
            long sequence,
            int lifetime,
            LeaseKey key,
            Event.Datagram datagram) {
        Message.Builder registered = Message.of(MessageKind.REGISTERED, request.transaction())
                .with(Attributes.XOR_MAPPED_ADDRESS, datagram.from())
                .with(Attributes.LIFETIME, lifetime)
                .with(Attributes.SEQUENCE, sequence)
                .with(Attributes.REFRESH_TIME, refresh(lifetime));
        List<Long> toTell = usedTwice.toTell(equipment);
        if (!toTell.isEmpty()) {
            // [ENROL-17] and names them in each Registered of that equipment by USED-TWICE, at most 16, until a …
            registered.with(Attributes.USED_TWICE, toTell);
        }
        int alarms = copies.alarms(equipment);
        if (alarms != 0) {
            // [LEASE-11] Each Registered says the same while there is an alarm
            registered.with(Attributes.ALARMS, alarms);
        }
        Message whole = registered.build();
        return key.with(MacUse.REGISTERED, context.crypto.rings(), mac -> context.codec.encode(whole, mac));
    }

    /** The refresh interval, short enough for a registration's lifetime. */
    private int refresh(int lifetime) {
        return Math.max(1, Math.min(Math.toIntExact(context.settings.refresh().toSeconds()), lifetime / 2));
    }

    /** Writes the row, with the address that the server sees, whatever the message says. */
    private void enter(
            EquipmentId equipment, int lifetime, @Nullable Registration old, Event.Datagram datagram, Moment now) {
        if (old != null && !stands(old, datagram)) {
            context.count(RelayMetric.UDP_MOVED);
        }
        Registration stayed = stands(old, datagram) ? old : null;
        registry.put(new Registration(
                equipment,
                Role.ACCEPTOR,
                datagram.from(),
                datagram.at(),
                stayed == null ? now.nanos() : stayed.since(),
                now.nanos(),
                now.plus(Duration.ofSeconds(lifetime))));
        if (stayed == null || isProofDue(stayed, now)) {
            Device device = devices.find(equipment);
            if (device != null) {
                context.turn.act(
                        new RelayAction.Proved(device.key(), datagram.from().getAddress()));
            }
        }
    }

    /** Whether one more {@link #PROOF_AGAIN} has passed since the last registration from there. */
    private static boolean isProofDue(Registration row, Moment now) {
        long each = PROOF_AGAIN.toNanos();
        return (now.nanos() - row.since()) / each != (row.refreshed() - row.since()) / each;
    }

    private void challenge(int code, StunView view, Event.Datagram datagram, Moment now) {
        context.count(code == ErrorCodes.STALE_NONCE ? RelayMetric.UDP_CHALLENGED_438 : RelayMetric.UDP_CHALLENGED_401);
        String realm = context.settings.realm();
        Message challenge = Message.of(MessageKind.CHALLENGE, view.transaction())
                .with(Attributes.ERROR_CODE, code)
                .with(Attributes.REALM, realm)
                .with(Attributes.NONCE, nonces.issue(datagram.from(), realm, now))
                .build();
        context.toUnproved(view.length(), context.codec.encode(challenge), datagram.from(), datagram.at());
    }

    /** Answers an ordinary STUN agent's Binding request. */
    void probe(Message request, StunView view, Event.Datagram datagram) {
        if (!context.settings.probed(datagram.at())) {
            context.count(RelayMetric.UDP_PROBE_REFUSED);
            return;
        }
        context.count(RelayMetric.UDP_PROBE);
        Message answer = Message.of(MessageKind.PROBE_ANSWER, request.transaction())
                .with(Attributes.XOR_MAPPED_ADDRESS, datagram.from())
                .build();
        boolean fingerprint = view.find(Attributes.FINGERPRINT.type()) >= 0;
        byte[] bytes = fingerprint ? context.codec.encode(answer) : context.codec.encodeWithoutFingerprint(answer);
        context.toProved(bytes, datagram.from(), datagram.at());
    }
}
