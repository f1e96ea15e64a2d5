package org.ringback.relay.core;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Moment;
import org.ringback.api.control.UnusedString;
import org.ringback.api.limits.HighWater;
import org.ringback.api.limits.LimitUse;
import org.ringback.store.Change;

/** The one-time codes that have not expired, whether used or not; a bounded number. Not thread-safe. */
final class Codes {
    /** How long an operator's code is valid. */
    static final Duration LIFETIME = Duration.ofMinutes(10);
    /** How long an invitation is valid. */
    static final Duration INVITATION_LIFETIME = Duration.ofHours(24);
    /** Most codes in all. */
    static final int MAX = 10_000;
    /** Most invitations of one piece of equipment. */
    static final int MAX_PER_EQUIPMENT = 64;
    /** How many wrong proofs end a code. */
    static final int MAX_WRONG_PROOFS = 5;

    private final Map<Long, OneTimeCode> codes = new HashMap<>();
    private final Map<Long, Integer> wrongProofs = new HashMap<>();
    private final ExpiredStrings expired = new ExpiredStrings();
    private final HighWater inAll = new HighWater();
    private final HighWater invitations = new HighWater();
    private final HighWater wrong = new HighWater();

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
        return codes.values().stream().filter(invitedBy(equipment)).count();
    }

    /** The change that brings a code's record on disk to its state in memory. */
    Change current(String key) {
        OneTimeCode code = codes.get(HexFormat.fromHexDigitsToLong(key));
        return code == null ? Change.remove(RelayTables.CODES, key) : code.change();
    }

    Change put(OneTimeCode code) {
        codes.put(code.id(), code);
        if (code.equipment().isEmpty()) {
            expired.forget(code.name());
        }
        inAll.reached(codes.size());
        return code.change();
    }

    /** Puts an invitation of a piece of equipment. */
    Change invite(EquipmentId equipment, OneTimeCode code) {
        Change change = put(code);
        invitations.reached(invitationsOf(equipment));
        return change;
    }

    Change remove(OneTimeCode code) {
        codes.remove(code.id());
        wrongProofs.remove(code.id());
        return Change.remove(RelayTables.CODES, OneTimeCode.keyOf(code.id()));
    }

    /** Counts a wrong proof; returns whether the code must end now. */
    boolean wrongProof(OneTimeCode code) {
        int count = wrongProofs.merge(code.id(), 1, Integer::sum);
        wrong.reached(count);
        return count >= MAX_WRONG_PROOFS;
    }

    /** Whether there is an unused operator's code for this ID. */
    boolean reserves(EquipmentId id) {
        return codes.values().stream().anyMatch(waitsFor(id));
    }

    /** Ends an unused operator's code for this ID. */
    List<Change> removeOpen(EquipmentId id) {
        return removeIf(waitsFor(id));
    }

    /** Forgets that an operator's code for this ID expired unused; returns whether one did, as far as is known. */
    boolean forgetExpired(EquipmentId id) {
        return expired.forget(id);
    }

    /** The operator's codes by which no device has joined, in no order: those that are good, and the latest that expired. */
    Stream<UnusedString> unused(Predicate<EquipmentId> known) {
        return Stream.concat(
                codes.values().stream()
                        .filter(OneTimeCode::waits)
                        .map(code ->
                                new UnusedString(code.name(), code.role(), code.expires(), known.test(code.name()))),
                expired.all().stream()
                        .map(one -> new UnusedString(one.id(), one.role(), one.when(), known.test(one.id()))));
    }

    /** Ends all invitations of a piece of equipment, by lasting changes. */
    List<Change> removeInvitations(EquipmentId equipment) {
        return forGood(invitedBy(equipment));
    }

    /**
     * Ends one invitation of a piece of equipment, used or not, by a lasting change; does nothing if the code is not
     * that equipment's.
     */
    List<Change> removeInvitation(EquipmentId equipment, long id) {
        // [WITHDRAW-5] An unknown CODE-ID, or one of other equipment, is answered alike and changes nothing.
        return forGood(invitedBy(equipment).and(code -> code.id() == id));
    }

    /** After how long the first place becomes free: among a piece of equipment's invitations, or among all codes. */
    Duration untilRoom(@Nullable EquipmentId equipment, Moment now) {
        return codes.values().stream()
                .filter(equipment == null ? code -> true : invitedBy(equipment))
                .map(code -> Duration.between(now.wall(), code.expires()))
                .min(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Ends the codes that a key used, so that repeating one does not readmit it after its revocation. */
    List<Change> removeUsedBy(KeyFingerprint key) {
        return forGood(code -> code.use().filter(use -> use.key().equals(key)).isPresent());
    }

    /** Drops expired codes; of those that nobody used it is remembered that they were there. */
    List<Change> expire(Moment now) {
        Predicate<OneTimeCode> over = code -> !now.wall().isBefore(code.expires());
        expired.add(codes.values().stream().filter(over));
        return removeIf(over);
    }

    /** How much of each limit is used. */
    List<LimitUse> limits() {
        Map<EquipmentId, Long> invited = codes.values().stream()
                .flatMap(code -> code.equipment().stream())
                .collect(Collectors.groupingBy(equipment -> equipment, Collectors.counting()));
        Map<OneTimeCode, Integer> tried = wrongProofs.entrySet().stream()
                .filter(one -> codes.containsKey(one.getKey()))
                .collect(Collectors.toMap(one -> codes.get(one.getKey()), Map.Entry::getValue));
        return List.of(
                inAll.use(RelayLimit.CODES, MAX, codes.size()),
                invitations.useOfOne(RelayLimit.INVITATIONS, MAX_PER_EQUIPMENT, invited, EquipmentId::value),
                wrong.useOfOne(RelayLimit.WRONG_PROOFS, MAX_WRONG_PROOFS, tried, code -> code.name()
                        .value()));
    }

    private static Predicate<OneTimeCode> invitedBy(EquipmentId equipment) {
        return code -> code.equipment().filter(equipment::equals).isPresent();
    }

    private static Predicate<OneTimeCode> waitsFor(EquipmentId id) {
        return code -> code.waits() && code.name().equals(id);
    }

    private List<Change> forGood(Predicate<OneTimeCode> which) {
        return removeIf(which).stream().map(Change::lasting).toList();
    }

    private List<Change> removeIf(Predicate<OneTimeCode> which) {
        List<OneTimeCode> ended = codes.values().stream().filter(which).toList();
        return ended.stream().map(this::remove).toList();
    }
}
