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

/** The withdrawals of one piece of equipment that wait for its server, oldest first; a copy of what is on disk. */
final class WithdrawQueue {
    /** Only a server that knows no withdrawals lets so many wait. */
    static final int MAX = 256;

    private final Equipment equipment;
    private final SortedMap<Long, Withdrawal> waiting = new TreeMap<>();
    /** Those of them that are known to be on disk, not only on their way there. */
    private final Set<Withdrawal> onDisk = new HashSet<>();

    WithdrawQueue(Equipment equipment) {
        this.equipment = equipment;
    }

    void load(Withdrawal stored) {
        waiting.put(stored.number(), stored);
        onDisk.add(stored);
    }

    /** One is on disk; it may have left the queue meanwhile. */
    void written(Withdrawal one) {
        if (one.equals(waiting.get(one.number()))) {
            onDisk.add(one);
        }
    }

    /** {@return what must be on disk before the server hears of one; nothing if it is there already} */
    List<Change> unwritten(Withdrawal one) {
        return onDisk.contains(one) ? List.of() : List.of(Records.withdrawal(equipment.id(), one));
    }

    /**
     * Adds a grant that was taken back. One that waits already is written again, as the first write may have failed.
     *
     * @param grant which
     * @return what must be on disk together with the grant's revocation
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
        changes.add(Records.withdrawal(equipment.id(), kept));
        if (waiting.size() > MAX) {
            first().ifPresent(oldest -> changes.add(remove(oldest)));
        }
        return changes;
    }

    /** The key goes along for what the server knows of the time before it kept codes, unless another grant needs it. */
    List<KeyFingerprint> keys(Withdrawal one) {
        // [WITHDRAW-9] something is queued | at once, after a registration, before an Invite | dial, Withdraw the …
        return one.key().stream().filter(key -> !equipment.needs(key)).toList();
    }

    /** A record as it must be on disk now. */
    Optional<Change> record(String number) {
        return Optional.ofNullable(waiting.get(Records.number(number)))
                .map(kept -> Records.withdrawal(equipment.id(), kept));
    }

    Optional<Withdrawal> first() {
        return waiting.values().stream().findFirst();
    }

    /** The server knows of it. */
    Change remove(Withdrawal done) {
        waiting.remove(done.number());
        onDisk.remove(done);
        return Change.remove(Records.WITHDRAWALS, Records.key(equipment.id(), Records.number(done.number())));
    }

    /** {@return what must go from the disk with the equipment's keys} */
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
