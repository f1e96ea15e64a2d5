package org.ringback.relay.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Moment;
import org.ringback.store.Change;

/** The one-time codes that have not expired, used or not. Bounded. Not thread-safe. */
final class Codes {
    /** How long an operator's code is good. */
    static final Duration LIFETIME = Duration.ofMinutes(10);
    /** How long an invitation is good. */
    static final Duration INVITATION_LIFETIME = Duration.ofHours(24);
    /** Most codes in all. */
    static final int MAX = 10_000;
    /** Most invitations of one piece of equipment. */
    static final int MAX_PER_EQUIPMENT = 64;
    /** Wrong proofs that end a code. */
    static final int MAX_WRONG_PROOFS = 5;

    private final Map<Long, OneTimeCode> codes = new HashMap<>();
    private final Map<EquipmentId, Set<Long>> waiting = new HashMap<>();
    private final Map<Long, Integer> wrongProofs = new HashMap<>();

    Codes(RecordSource store) {
        RelayTables.read(store, RelayTables.CODES, OneTimeCode::read).values().forEach(this::put);
    }

    @Nullable
    OneTimeCode find(long id, Moment now) {
        OneTimeCode code = codes.get(id);
        // [LIM-4] code in an enrolment string / in a grant | 10 min / 24 h
        return code == null || !now.wall().isBefore(code.expires()) ? null : code;
    }

    boolean exists(long id) {
        return codes.containsKey(id);
    }

    boolean full() {
        return codes.size() >= MAX;
    }

    long invitationsOf(EquipmentId equipment) {
        return codes.values().stream()
                .filter(code -> code.equipment().filter(equipment::equals).isPresent())
                .count();
    }

    /** The record of a code as it is now. */
    Change current(String key) {
        OneTimeCode code = codes.get(HexFormat.fromHexDigitsToLong(key));
        return code == null ? Change.remove(RelayTables.CODES, key) : code.change();
    }

    Change put(OneTimeCode code) {
        forgetWaiting(codes.put(code.id(), code));
        if (waits(code)) {
            waiting.computeIfAbsent(code.name(), name -> new HashSet<>()).add(code.id());
        }
        return code.change();
    }

    Change remove(OneTimeCode code) {
        forgetWaiting(codes.remove(code.id()));
        wrongProofs.remove(code.id());
        return Change.remove(RelayTables.CODES, OneTimeCode.keyOf(code.id()));
    }

    /** Counts a wrong proof; whether the code must end now. */
    boolean wrongProof(OneTimeCode code) {
        return wrongProofs.merge(code.id(), 1, Integer::sum) >= MAX_WRONG_PROOFS;
    }

    /** Whether an operator's open code waits for this ID. */
    boolean reserves(EquipmentId id) {
        return waiting.containsKey(id);
    }

    /** Ends an operator's open code for this ID. */
    List<Change> removeOpen(EquipmentId id) {
        return removeIf(waitsFor(id));
    }

    /** Ends what a piece of equipment invited, for good. */
    List<Change> removeInvitations(EquipmentId equipment) {
        return forGood(code -> code.equipment().filter(equipment::equals).isPresent());
    }

    /** Ends one invitation of a piece of equipment, if it is one, for good: used or not, it gives nothing any more. */
    List<Change> removeInvitation(EquipmentId equipment, long id) {
        OneTimeCode code = codes.get(id);
        // [WITHDRAW-5] An unknown CODE-ID, or one of other equipment, is answered alike and changes nothing.
        return code == null || !code.equipment().equals(Optional.of(equipment))
                ? List.of()
                : List.of(remove(code).lasting());
    }

    /** When the first place becomes free: of a piece of equipment's invitations, or of all codes. */
    Duration untilRoom(@Nullable EquipmentId equipment, Moment now) {
        return codes.values().stream()
                .filter(code -> equipment == null || code.equipment().equals(Optional.of(equipment)))
                .map(code -> Duration.between(now.wall(), code.expires()))
                .min(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Ends what a key used: once it is revoked, no repeat brings it back. */
    List<Change> removeUsedBy(KeyFingerprint key) {
        return forGood(code -> code.use().filter(use -> use.key().equals(key)).isPresent());
    }

    /** Drops what has expired. */
    List<Change> expire(Moment now) {
        return removeIf(code -> !now.wall().isBefore(code.expires()));
    }

    private static Predicate<OneTimeCode> waitsFor(EquipmentId id) {
        return code -> waits(code) && code.name().equals(id);
    }

    private static boolean waits(OneTimeCode code) {
        return code.open() && code.equipment().isEmpty();
    }

    private void forgetWaiting(@Nullable OneTimeCode code) {
        if (code != null) {
            waiting.computeIfPresent(code.name(), (name, ids) -> {
                ids.remove(code.id());
                return ids.isEmpty() ? null : ids;
            });
        }
    }

    private List<Change> forGood(Predicate<OneTimeCode> which) {
        return removeIf(which).stream().map(Change::lasting).toList();
    }

    private List<Change> removeIf(Predicate<OneTimeCode> which) {
        List<Change> changes = new ArrayList<>();
        for (OneTimeCode code : List.copyOf(codes.values())) {
            if (which.test(code)) {
                changes.add(remove(code));
            }
        }
        return changes;
    }
}
