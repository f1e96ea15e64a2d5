package org.ringback.relay.core;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.api.control.Enrolment.State;
import org.ringback.kernel.Action;
import org.ringback.store.Change;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/**
 * Answers Enrol, by which a device with a one-time code is enrolled (docs/protocol.md, "Enrolment"). Not thread-safe.
 */
final class Enroller {
    private static final int CODE_KEY_LENGTH = 32;

    private final Context context;
    private final Devices devices;
    private final Codes codes;
    private final UsedTwice usedTwice;
    private final PeerTable peers;
    private final Revoker revoker;
    private final FreeNames names;
    private final AuditLines audit;
    private final Secret noCode;

    Enroller(Context context, Devices devices, Codes codes, UsedTwice usedTwice, PeerTable peers, Revoker revoker) {
        this.context = context;
        this.devices = devices;
        this.codes = codes;
        this.usedTwice = usedTwice;
        this.peers = peers;
        this.revoker = revoker;
        this.names = new FreeNames(devices, codes);
        this.audit = new AuditLines(context.metrics);
        this.noCode = Secret.random(context.random, CODE_KEY_LENGTH);
    }

    void enrol(Peer peer, Message request, Moment now) {
        OneTimeCode code = proved(peer, request, now);
        Device known = devices.find(peer.facts.key());
        // [ENROL-5] for another ROLE than the request's | 401
        if (code == null || code.role() != request.get(Attributes.ROLE)) {
            peers.refuse(peer, request, ErrorCodes.UNAUTHENTICATED, now);
            return;
        }
        Optional<OneTimeCode.Use> use = code.use();
        if (use.isPresent() && !use.get().key().equals(peer.facts.key())) {
            // [ENROL-6] used by another key | 401, and what the first use enrolled is suspended until the operator …
            stolen(peer, code, use.get(), now);
            peers.refuse(peer, request, ErrorCodes.UNAUTHENTICATED, now);
        } else if (!mayEnrol(peer, code, known)) {
            peers.forbid(peer, request, devices.ended(peer.facts.key()), now);
        } else if (known != null && (use.isPresent() || (known.counts() && known.role() == Role.ISSUER))) {
            // Enrolled already: at most it gains the permission. Written again, as the first write may have failed.
            // [INV-2] one that is enrolled already keeps its own.
            acknowledge(peer, request, code, known, use.map(by -> by.enrolled()).orElse(false), now);
        } else {
            EquipmentId id = code.equipment().isPresent() ? names.find(code.name()) : code.name();
            Device fresh = new Device(
                    id,
                    code.role(),
                    peer.facts.key(),
                    code.protections(),
                    State.ENROLLED,
                    now.wall().toEpochMilli());
            acknowledge(peer, request, code, fresh, true, now);
        }
    }

    /** The code, if it is known and the proof is right; takes the same work if not, so that time reveals nothing. */
    private @Nullable OneTimeCode proved(Peer peer, Message request, Moment now) {
        OneTimeCode code = codes.find(request.get(Attributes.CODE_ID), now);
        byte[] expected =
                context.crypto.rings().enrolmentProof(code == null ? noCode : code.key(), peer.facts.binding());
        boolean right = MessageDigest.isEqual(expected, request.get(Attributes.PROOF));
        if (code != null && !right) {
            context.count(RelayMetric.ENROL_WRONG_PROOF);
            // [ENROL-3] unknown, expired, or PROOF is wrong (counted; 5 wrong proofs end a code) | 401
            if (code.open() && codes.wrongProof(code)) {
                context.count(RelayMetric.ENROL_CODE_ENDED);
                context.turn.persist(List.of(codes.remove(code)));
            }
        }
        return right ? code : null;
    }

    /** Whether the key's earlier enrolment, and the protection, allow it to use the code. */
    private boolean mayEnrol(Peer peer, OneTimeCode code, @Nullable Device known) {
        // [ENROL-11] A revoked key never counts again, as gateways that were told of it (Policy) never let it in …
        if (devices.isRevoked(peer.facts.key())) {
            // Gateways that were told of the revocation never admit the key again, so the server must not either.
            return false;
        }
        boolean allowed = context.allows(code.protections(), peer);
        Optional<OneTimeCode.Use> use = code.use();
        if (use.isPresent()) {
            // A repeated use. It does not readmit a device whose enrolment by this code has ended.
            // [ENROL-12] A repeat counts only while that key is still enrolled under that ID.
            return known != null
                    && known.counts()
                    && known.id().equals(use.get().id())
                    && context.allows(known.protections(), peer);
        }
        if (known == null) {
            return allowed;
        }
        if (known.counts()) {
            // A key has one ID, so it can only gain the permission that an invitation gives.
            return known.role() == Role.ISSUER
                    && code.role() == Role.ISSUER
                    && code.equipment().isPresent()
                    && context.allows(known.protections(), peer);
        }
        // Suspended: only an operator's code for the same ID readmits it.
        // [ENROL-10] A suspended key comes back only by an operator's code for the same ID.
        return allowed && code.equipment().isEmpty() && code.name().equals(known.id());
    }

    private void acknowledge(Peer peer, Message request, OneTimeCode code, Device device, boolean enrols, Moment now) {
        List<Change> changes = new ArrayList<>();
        Device before = devices.find(device.id());
        if (before != null && !before.key().equals(device.key())) {
            // [ENROL-14] the pairs of equipment stay until its ID goes to another key, so that who might ask for it …
            changes.addAll(devices.pairs.forbidAll(device.id()));
            changes.addAll(devices.succeeded(before));
            context.turn.act(new RelayAction.Forget(before.key()));
        }
        changes.add(devices.put(device));
        // [INV-1] When the code is proved the server stores that the issuer may ask for that equipment.
        code.equipment().ifPresent(equipment -> changes.addAll(devices.pairs.allow(device.id(), equipment, code.id())));
        // [ENROL-4] fresh | Enrolled, once key, role and protections are on disk under the ID; the code is marked …
        changes.add(codes.put(code.used(new OneTimeCode.Use(peer.facts.key(), device.id(), enrols))));
        Message answer = Message.of(MessageKind.ENROLLED, request.transaction())
                .with(Attributes.USERNAME, device.id())
                .with(Attributes.PROTECTIONS, device.protectionList())
                .with(Attributes.SERVER_TIME, now.wall().getEpochSecond())
                .build();
        boolean repeated = code.use().isPresent();
        context.count(repeated ? RelayMetric.ENROL_REPEATED : RelayMetric.ENROL_DONE);
        List<Action> then = new ArrayList<>(List.of(new RelayAction.Known(peer.number), PeerTable.proved(peer)));
        if (!repeated) {
            audit.joined(peer, code, device, enrols, now).ifPresent(then::add);
        }
        then.add(new Action.Send(peer.number, answer));
        context.turn.persist(changes, then.toArray(Action[]::new));
    }

    /** Suspends what the first use enrolled, as a used code came from another key: somebody copied it. */
    private void stolen(Peer peer, OneTimeCode code, OneTimeCode.Use first, Moment now) {
        context.count(RelayMetric.ENROL_CODE_USED_TWICE);
        List<Change> changes = new ArrayList<>(List.of(codes.remove(code).lasting()));
        // [ENROL-16] The server keeps on disk which invitations of equipment a second key used
        code.equipment().ifPresent(equipment -> changes.addAll(usedTwice.add(equipment, code.id(), now)));
        Device device = devices.find(first.id());
        List<Action> then = new ArrayList<>();
        if (device != null && device.counts() && device.key().equals(first.key())) {
            audit.usedTwice(peer, code, first, now).ifPresent(then::add);
            if (first.enrolled()) {
                changes.addAll(revoker.suspend(device, now));
            } else {
                code.equipment()
                        .ifPresent(equipment ->
                                changes.addAll(revoker.endPermission(first.id(), equipment, code.id(), now)));
            }
        }
        context.turn.persist(changes, then.toArray(Action[]::new));
        String what = device != null && first.enrolled() ? "suspended; next: " + device.cure() : "its permission ended";
        context.turn.act(
                new RelayAction.Alarm("the one-time code of " + first.id() + " was used from a second key: " + what));
    }
}
