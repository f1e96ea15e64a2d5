package org.ringback.acceptor.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.kernel.Action;
import org.ringback.kernel.Owners;
import org.ringback.kernel.Request;
import org.ringback.kernel.Turn;
import org.ringback.store.Change;

/** Who may come in: passwords, grants, revocations of the owner's and of the server's. */
final class Permissions {
    private static final int MAX_GRANTS = 256;
    private static final int MAX_REVOKED_KEYS = 1_024;

    private final Parts parts;
    private final Owners owners;
    private final EquipmentTable table;
    private final AnsweredRings rings;
    private final Withdrawals withdrawals;

    Permissions(Parts parts, Owners owners, EquipmentTable table, AnsweredRings rings, Withdrawals withdrawals) {
        this.parts = parts;
        this.owners = owners;
        this.table = table;
        this.rings = rings;
        this.withdrawals = withdrawals;
    }

    void password(AcceptorEvent.SetPassword command, Turn turn) {
        Optional<Equipment> found = table.find(command.equipment());
        if (found.isEmpty()) {
            turn.act(unknown(command.request(), command.equipment()));
        } else if (!found.get().self().key().equals(command.identity())) {
            fail(command.request(), "password: the equipment has joined anew meanwhile (expected: set it again)", turn);
        } else {
            StoredPassword password = new StoredPassword(StoredPassword.Form.OPAQUE_STRING, command.information());
            found.get().password(password);
            turn.persist(
                    List.of(Records.password(command.equipment(), password)),
                    new Action.Completed<>(command.request(), command.equipment()));
        }
    }

    /** What was taken back goes first: it gives its places back, and comes before what may be given anew. */
    void grant(AcceptorEvent.MakeGrant command, Turn turn) {
        table.find(command.equipment())
                .map(withdrawals::of)
                .ifPresentOrElse(
                        withdrawer -> withdrawer.first(turn, then -> invite(command, then)),
                        () -> turn.act(unknown(command.request(), command.equipment())));
    }

    private void invite(AcceptorEvent.MakeGrant command, Turn turn) {
        Optional<Equipment> found = table.find(command.equipment());
        if (found.isEmpty()) {
            turn.act(unknown(command.request(), command.equipment()));
            return;
        }
        Equipment equipment = found.get();
        Optional<ProtectionId> protection = parts.protection(equipment.self());
        if (protection.isEmpty()) {
            fail(command.request(), parts.notAllowed(equipment.self()), turn);
            return;
        }
        List<Change> room = makeRoom(equipment);
        if (equipment.grants().size() >= MAX_GRANTS) {
            fail(
                    command.request(),
                    "grants: " + MAX_GRANTS + " stand (expected: fewer; revoke those that nobody needs)",
                    turn);
            return;
        }
        if (!room.isEmpty()) {
            turn.persist(room);
        }
        new InviteRequest(
                        parts,
                        owners,
                        equipment,
                        protection.get(),
                        equipment.registrar().servers(),
                        command)
                .dial(turn);
    }

    void revoke(AcceptorEvent.Revoke command, Turn turn) {
        Optional<Equipment> found = table.find(command.equipment());
        if (found.isEmpty()) {
            turn.act(unknown(command.request(), command.equipment()));
            return;
        }
        Equipment equipment = found.get();
        if (equipment.grants().stream().noneMatch(grant -> grant.person().equals(command.person()))) {
            fail(
                    command.request(),
                    "person: '" + command.person() + "' has no grant for " + command.equipment()
                            + " (expected: a name from the list of grants)",
                    turn);
            return;
        }
        List<Change> changes = takeBack(equipment, grant -> grant.person().equals(command.person()));
        equipment.grants().stream()
                .filter(grant -> grant.person().equals(command.person()))
                .forEach(grant -> changes.addAll(equipment.withdrawals().add(grant)));
        List<Action> then = new ArrayList<>();
        then.add(new Action.Completed<>(command.request(), command.person()));
        then.addAll(withdrawals.of(equipment).beginning(turn));
        // [WITHDRAW-8] any | the owner takes a grant back | the grant is revoked and the withdrawal queued, in one …
        turn.persist(changes, then.toArray(Action[]::new));
        cutRevoked(equipment, "the owner revoked " + command.person(), turn);
    }

    /**
     * The server says which keys it revoked: they may not come in, and what they have open is cut.
     *
     * @param equipment for which
     * @param keys revoked
     * @param turn takes the actions
     * @param then once it is on disk
     */
    void policy(Equipment equipment, List<KeyFingerprint> keys, Turn turn, Action... then) {
        List<Change> changes =
                takeBack(equipment, grant -> grant.key().map(keys::contains).orElse(false));
        Set<KeyFingerprint> revoked = equipment.revoked();
        for (KeyFingerprint key : keys) {
            revoked.add(key);
            changes.add(Records.revoked(
                    equipment.id(), key, parts.time(equipment.self()).at(turn.now())));
        }
        // [ACC-33] Policy: each key is stored for the equipment (the newest 1,024), its grants are revoked, and its …
        while (revoked.size() > MAX_REVOKED_KEYS) {
            KeyFingerprint oldest = revoked.iterator().next();
            revoked.remove(oldest);
            changes.add(Records.noRevoked(equipment.id(), oldest));
        }
        parts.metrics().count(AcceptorMetric.POLICY_TAKEN);
        turn.persist(changes, then);
        cutRevoked(equipment, "the server revoked the issuer", turn);
    }

    private void cutRevoked(Equipment equipment, String why, Turn turn) {
        rings.cut(
                equipment.id(),
                call -> equipment.isRevoked(call.issuer())
                        || equipment
                                .grant(call.grant())
                                .map(StoredGrant::revoked)
                                .orElse(true),
                why,
                turn);
    }

    /** Those taken back before are written again: the first write may have failed. */
    private static List<Change> takeBack(Equipment equipment, Predicate<StoredGrant> which) {
        List<Change> changes = new ArrayList<>();
        for (StoredGrant grant : equipment.grants()) {
            if (which.test(grant)) {
                equipment.put(grant.takenBack());
                changes.add(Records.grant(equipment.id(), grant.takenBack()));
            }
        }
        return changes;
    }

    /** The oldest revoked grants go when there are too many of all. */
    private static List<Change> makeRoom(Equipment equipment) {
        List<Change> changes = new ArrayList<>();
        int tooMany = equipment.grants().size() - MAX_GRANTS + 1;
        equipment.grants().stream()
                .filter(StoredGrant::revoked)
                .limit(Math.max(0, tooMany))
                .forEach(grant -> {
                    equipment.remove(grant.id());
                    changes.add(Records.noGrant(equipment.id(), grant.id()));
                });
        return changes;
    }

    private static void fail(Request<?> request, String message, Turn turn) {
        turn.act(new Action.Refused(request, message));
    }

    private static Action unknown(Request<?> request, EquipmentId id) {
        return new Action.Refused(
                request, "equipment: '" + id + "' is not of this gateway (expected: one that has joined)");
    }
}
