package org.ringback.acceptor.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ringback.api.KeyFingerprint;
import org.ringback.store.Change;

/** The withdrawals of one piece of equipment that its server must still be told, oldest first; also on disk. */
final class WithdrawQueue {
    /** Most withdrawals that wait; only for a server that does not know withdrawals do so many. */
    static final int MAX = 256;

    private final Equipment equipment;
    private final SortedMap<Long, Withdrawal> waiting = new TreeMap<>();
    /** Those of them that are certainly on disk. */
    private final Set<Withdrawal> onDisk = new HashSet<>();

    WithdrawQueue(Equipment equipment) {
        this.equipment = equipment;
    }

    void load(Withdrawal stored) {
        waiting.put(stored.number(), stored);
        onDisk.add(stored);
    }

    /** Notes that one is on disk; it may have left the queue meanwhile. */
    void written(Withdrawal one) {
        if (one.equals(waiting.get(one.number()))) {
            onDisk.add(one);
        }
    }

    /** {@return the changes to write before the server is told of one; none if it is on disk already} */
    List<Change> unwritten(Withdrawal one) {
        return onDisk.contains(one) ? List.of() : List.of(Records.withdrawal(equipment.place(), one));
    }

    /**
     * Adds the withdrawal of a grant that is over. If it waits already, it is written again, as the first write may have
     * failed.
     *
     * @param grant the grant
     * @return the changes to write together with the grant's revocation or end
     */
    List<Change> add(StoredGrant grant) {
        long number = waiting.isEmpty() ? 1 : waiting.lastKey() + 1;
        Withdrawal wanted = new Withdrawal(number, grant.code().orElse(Withdrawal.NO_CODE), grant.key());
        if (wanted.code() == Withdrawal.NO_CODE && keys(wanted).isEmpty()) {
            return List.of();
        }
        Withdrawal kept =
                waiting.values().stream().filter(wanted::same).findFirst().orElse(wanted);
        waiting.put(kept.number(), kept);
        List<Change> changes = new ArrayList<>();
        changes.add(Records.withdrawal(equipment.place(), kept));
        if (waiting.size() > MAX) {
            first().ifPresent(oldest -> changes.add(remove(oldest)));
        }
        return changes;
    }

    /** The key to send too, for permissions of which an older server kept no code; none if another grant needs it. */
    List<KeyFingerprint> keys(Withdrawal one) {
        // [WITHDRAW-9] something is queued | at once, after a registration, before an Invite | dial, Withdraw the …
        return one.key().stream().filter(key -> !equipment.needs(key)).toList();
    }

    /** The change that brings a record on disk to its state in memory. */
    Optional<Change> record(String number) {
        return Optional.ofNullable(waiting.get(Records.number(number)))
                .map(kept -> Records.withdrawal(equipment.place(), kept));
    }

    Optional<Withdrawal> first() {
        return waiting.values().stream().findFirst();
    }

    /** Removes a withdrawal of which the server was told. */
    Change remove(Withdrawal done) {
        waiting.remove(done.number());
        onDisk.remove(done);
        return Change.remove(Records.WITHDRAWALS, Records.key(equipment.place(), Records.number(done.number())));
    }

    /** {@return the changes that remove all of them from disk, with the equipment's keys} */
    List<Change> clear() {
        return List.copyOf(waiting.values()).stream().map(this::remove).toList();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    int size() {
        return waiting.size();
    }
}
