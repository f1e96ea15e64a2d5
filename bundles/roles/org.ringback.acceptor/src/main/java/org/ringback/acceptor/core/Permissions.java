package org.ringback.acceptor.core;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.ringback.api.GrantId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.api.control.RefusedException;
import org.ringback.kernel.Action;
import org.ringback.kernel.CutReason;
import org.ringback.kernel.Turn;
import org.ringback.store.Change;

/**
 * Changes who may come in: sets passwords, makes grants, and carries out revocations by the owner and by the server.
 */
record Permissions(Context context, EquipmentTable table, AnsweredRings rings) {
    static final int MAX_GRANTS = 256;
    private static final int MAX_REVOKED_KEYS = 1_024;

    void password(AcceptorEvent.SetPassword command, Turn turn) throws RefusedException {
        Equipment equipment = table.get(command.equipment());
        if (!equipment.self().key().equals(command.identity())) {
            throw new RefusedException("password: the equipment has joined anew meanwhile (expected: set it again)");
        }
        StoredPassword password = new StoredPassword(StoredPassword.Form.OPAQUE_STRING, command.information());
        equipment.password(password);
        turn.persist(
                List.of(Records.password(equipment.place(), password)),
                new Action.Completed<>(command.request(), command.equipment()));
    }

    /**
     * Makes a grant after all withdrawals that wait: these free places at the server, and must come before a new grant
     * to the same person.
     */
    void grant(AcceptorEvent.MakeGrant command, Turn turn) throws RefusedException {
        table.get(command.equipment())
                .withdrawer()
                .first(turn, then -> then.command(command.request(), () -> invite(command, then)));
    }

    private void invite(AcceptorEvent.MakeGrant command, Turn turn) throws RefusedException {
        Equipment equipment = table.get(command.equipment());
        Instant now = context.time(equipment.self()).at(turn.now());
        if (command.terms().over(now)) {
            throw new RefusedException("until: " + command.terms().until().get() + " has passed (expected: later than "
                    + now.truncatedTo(ChronoUnit.SECONDS) + ")");
        }
        ProtectionId protection = context.allowed(equipment.self());
        List<Change> room = makeRoom(equipment);
        if (equipment.grants().size() >= MAX_GRANTS) {
            throw new RefusedException(
                    "grants: " + MAX_GRANTS + " stand (expected: fewer; revoke those that nobody needs)");
        }
        if (!room.isEmpty()) {
            turn.persist(room);
        }
        new InviteRequest(context, equipment, protection, command).dial(turn);
    }

    /**
     * Takes a grant that is on disk, unless the equipment has joined anew meanwhile. Nobody has the string of a grant
     * that the disk refused: there is none then.
     */
    void granted(AcceptorEvent.GrantWritten written, Turn turn) {
        StoredGrant grant = written.grant();
        table.at(written.place())
                .filter(equipment -> equipment.self().key().equals(written.identity()))
                .ifPresentOrElse(
                        equipment -> equipment.put(grant),
                        () -> turn.persist(List.of(Change.remove(
                                Records.GRANTS,
                                Records.key(written.place(), grant.id().hex())))));
    }

    void revoke(AcceptorEvent.Revoke command, Turn turn) throws RefusedException {
        GrantChoice which = command.which();
        Equipment equipment = table.get(which.equipment());
        Set<GrantId> chosen =
                which.of(equipment, grant -> true).stream().map(StoredGrant::id).collect(Collectors.toSet());
        List<Change> changes = takeBack(equipment, grant -> chosen.contains(grant.id()));
        equipment.grants().stream()
                .filter(grant -> chosen.contains(grant.id()))
                .forEach(grant -> changes.addAll(equipment.withdrawals().add(grant)));
        List<Action> then = new ArrayList<>();
        then.add(new Action.Completed<>(command.request(), which.person()));
        then.addAll(equipment.withdrawer().beginning(turn));
        // [WITHDRAW-8] any | the owner takes a grant back | the grant is revoked and the withdrawal queued, in one …
        turn.persist(changes, then.toArray(Action[]::new));
        cutRevoked(equipment, "the owner revoked " + which.person(), CutReason.REVOKED, turn);
    }

    /**
     * Carries out the server's policy: the revoked keys may not come in, and their call-backs are ended.
     *
     * @param equipment the equipment
     * @param keys the revoked keys
     * @param turn takes the actions
     * @param then actions for when it is on disk
     */
    void policy(Equipment equipment, List<KeyFingerprint> keys, Turn turn, Action... then) {
        List<Change> changes =
                takeBack(equipment, grant -> grant.key().map(keys::contains).orElse(false));
        Set<KeyFingerprint> revoked = equipment.revoked();
        for (KeyFingerprint key : keys) {
            revoked.add(key);
            changes.add(Records.revoked(
                    equipment.place(), key, context.time(equipment.self()).at(turn.now())));
        }
        // [ACC-33] Policy: each key is stored for the equipment (the newest 1,024), its grants are revoked, and its …
        while (revoked.size() > MAX_REVOKED_KEYS) {
            KeyFingerprint oldest = revoked.iterator().next();
            revoked.remove(oldest);
            changes.add(Change.remove(Records.REVOKED, Records.key(equipment.place(), oldest.hex())));
        }
        context.metrics().count(AcceptorMetric.POLICY_TAKEN);
        turn.persist(changes, then);
        cutRevoked(equipment, "the server revoked the issuer", CutReason.KEY_REVOKED, turn);
    }

    private void cutRevoked(Equipment equipment, String why, CutReason told, Turn turn) {
        rings.cut(
                equipment.name(),
                (grant, issuer) -> equipment.isRevoked(issuer)
                        || equipment.grant(grant).map(StoredGrant::revoked).orElse(true),
                why,
                told,
                turn);
    }

    /** Revokes grants; writes those that were revoked before again, as the first write may have failed. */
    private static List<Change> takeBack(Equipment equipment, Predicate<StoredGrant> which) {
        List<Change> changes = new ArrayList<>();
        for (StoredGrant grant : equipment.grants()) {
            if (which.test(grant)) {
                equipment.put(grant.takenBack());
                changes.add(Records.grant(equipment.place(), grant.takenBack()));
            }
        }
        return changes;
    }

    /** Removes grants that are over if there are too many: the oldest revoked ones, then the oldest ended ones. */
    private static List<Change> makeRoom(Equipment equipment) {
        List<Change> changes = new ArrayList<>();
        int tooMany = equipment.grants().size() - MAX_GRANTS + 1;
        equipment.grants().stream()
                .filter(StoredGrant::over)
                .sorted(Comparator.comparing(StoredGrant::revoked).reversed())
                .limit(Math.max(0, tooMany))
                .forEach(grant -> {
                    equipment.remove(grant.id());
                    changes.add(Change.remove(
                            Records.GRANTS,
                            Records.key(equipment.place(), grant.id().hex())));
                });
        return changes;
    }
}
