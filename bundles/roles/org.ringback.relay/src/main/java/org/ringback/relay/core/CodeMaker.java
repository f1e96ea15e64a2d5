package org.ringback.relay.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.api.control.Enrolment.State;
import org.ringback.api.control.RefusedException;
import org.ringback.kernel.Action;
import org.ringback.spi.Ticket;
import org.ringback.store.Change;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** Makes one-time codes: for the operator's command {@code enrol}, and for a gateway's Invite. Not thread-safe. */
record CodeMaker(Context context, Devices devices, Codes codes, PeerTable peers) {
    private static final int CODE_LENGTH = 16;
    /** The code ID in a Withdraw of a gateway that does not know the code. */
    private static final long NO_CODE = 0;

    /** Carries out the operator's command. */
    void enrol(RelayEvent.Enrol command, Moment now) throws RefusedException {
        Device device = devices.find(command.id());
        if (device != null && device.counts()) {
            throw new RefusedException(
                    command.id() + ": enrolled already (expected: an ID that is free; to enrol another"
                            + " device under it, revoke it first)");
        }
        if (device != null && device.state() == State.SUSPENDED && device.role() != command.role()) {
            throw new RefusedException(command.id() + ": suspended as "
                    + device.role().name().toLowerCase(Locale.ROOT)
                    + " (expected: enrolled again as the same; or revoke it first)");
        }
        if (command.protections().isEmpty()) {
            throw new RefusedException("protections: none (expected: at least one, for example tls13)");
        }
        if (codes.full()) {
            throw new RefusedException(
                    "one-time codes: " + Codes.MAX + " are open (expected: fewer; they expire by themselves)");
        }
        List<Change> changes = new ArrayList<>(codes.removeOpen(command.id()));
        Secret secret = Secret.random(context.random, CODE_LENGTH);
        OneTimeCode code = code(
                secret, command.id(), command.role(), command.protections(), Codes.LIFETIME, Optional.empty(), now);
        changes.add(codes.put(code));
        RelaySettings settings = context.settings;
        String string = context.crypto
                .strings()
                .print(new Ticket(
                        settings.advertise(),
                        settings.pins(),
                        command.protections(),
                        command.id(),
                        command.role(),
                        code.id(),
                        secret,
                        now.wall()));
        context.turn.persist(changes, Action.Completed.withResult(command.request(), string));
    }

    /** Answers Invite from an enrolled piece of equipment. */
    void invite(Peer peer, Device equipment, Message request, Moment now) {
        // [INV-3] At most 64 invitations of one piece of equipment are kept, used ones included, each until it …
        if (codes.invitationsOf(equipment.id()) >= Codes.MAX_PER_EQUIPMENT) {
            peers.refuse(peer, request, ErrorCodes.QUOTA, codes.untilRoom(equipment.id(), now), now);
            return;
        }
        // [INV-4] beyond them 486, at 10,000 codes in all 508, each with RETRY-AFTER: when the first place comes back.
        if (codes.full()) {
            peers.refuse(peer, request, ErrorCodes.CAPACITY, codes.untilRoom(null, now), now);
            return;
        }
        Secret secret = Secret.random(context.random, CODE_LENGTH);
        OneTimeCode code = code(
                secret,
                request.get(Attributes.NAME),
                Role.ISSUER,
                equipment.protections(),
                Codes.INVITATION_LIFETIME,
                Optional.of(equipment.id()),
                now);
        Message answer = Message.of(MessageKind.INVITED, request.transaction())
                .with(Attributes.CODE_ID, code.id())
                .with(Attributes.CODE, secret.copyBytes())
                .with(Attributes.LIFETIME, Math.toIntExact(Codes.INVITATION_LIFETIME.toSeconds()))
                .with(Attributes.PROTECTIONS, equipment.protectionList())
                .with(Attributes.SERVER_TIME, now.wall().getEpochSecond())
                .build();
        context.count(RelayMetric.INVITE_DONE);
        context.turn.persist(List.of(codes.invite(equipment.id(), code)), new Action.Send(peer.number, answer));
    }

    private OneTimeCode code(
            Secret secret,
            EquipmentId name,
            Role role,
            Set<ProtectionId> protections,
            Duration lifetime,
            Optional<EquipmentId> equipment,
            Moment now) {
        long id = context.random.nextLong();
        // [WITHDRAW-7] A gateway that does not know the code sends CODE-ID 0, which no code has.
        while (id == NO_CODE || codes.exists(id)) {
            id = context.random.nextLong();
        }
        return new OneTimeCode(
                id,
                context.crypto.rings().codeKey(secret),
                name,
                role,
                protections,
                now.wall().plus(lifetime),
                equipment,
                Optional.empty());
    }
}
