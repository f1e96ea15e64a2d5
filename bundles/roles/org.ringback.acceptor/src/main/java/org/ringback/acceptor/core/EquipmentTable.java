package org.ringback.acceptor.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.Page;
import org.ringback.api.control.RefusedException;
import org.ringback.kernel.Core;
import org.ringback.kernel.DialRules;
import org.ringback.kernel.EstateReader;
import org.ringback.kernel.EstateWriter;
import org.ringback.kernel.Event;
import org.ringback.kernel.ServerRoute;
import org.ringback.kernel.Turn;
import org.ringback.store.Change;

/** All equipment of the gateway. */
final class EquipmentTable {
    private final Context context;
    private final DialRules rules;
    /** By local name. */
    private final NavigableMap<EquipmentId, Equipment> all = new TreeMap<>();
    /** The same, by the place of their records. */
    private final Map<String, Equipment> places = new HashMap<>();

    EquipmentTable(Context context, DialRules rules) {
        this.context = context;
        this.rules = rules;
    }

    /**
     * Reads the records on disk.
     *
     * @param tables gives a table's records by key
     * @throws IllegalArgumentException if a record cannot be read
     */
    void load(Function<String, Map<String, byte[]>> tables) {
        tables.apply(Records.EQUIPMENT).forEach((place, record) -> {
            StoredEquipment joined = StoredEquipment.of(place, record);
            add(joined, new ServerRoute(joined.servers()));
        });
        for (String table : List.of(Records.PASSWORDS, Records.GRANTS, Records.REVOKED, Records.WITHDRAWALS)) {
            tables.apply(table).forEach((key, record) -> at(Records.owner(key))
                    .ifPresent(owner -> owner.load(table, Records.part(key), record)));
        }
    }

    Optional<Equipment> find(EquipmentId name) {
        return Optional.ofNullable(all.get(name));
    }

    Equipment get(EquipmentId name) throws RefusedException {
        return find(name)
                .orElseThrow(() -> new RefusedException(
                        "equipment: '" + name + "' is not of this gateway (expected: one that has joined)"));
    }

    /** {@return the equipment whose records are at a place} */
    Optional<Equipment> at(String place) {
        return Optional.ofNullable(places.get(place));
    }

    /** {@return all equipment, by local name} */
    Collection<Equipment> all() {
        return all.values();
    }

    /** {@return a page of all equipment, by local name, each as a row} */
    <T> Page<T> page(Optional<EquipmentId> after, int limit, Function<Equipment, T> row) {
        return Page.of(all, after, limit, row);
    }

    void add(StoredEquipment joined, ServerRoute servers) {
        Equipment equipment = new Equipment(context, joined, servers);
        all.put(joined.name(), equipment);
        places.put(joined.place(), equipment);
        serversChanged();
    }

    /** Gives equipment another local name, which no other has; {@return the change to write}. */
    Change rename(Equipment equipment, EquipmentId name) {
        all.remove(equipment.name());
        all.put(name, equipment);
        return equipment.rename(name);
    }

    /**
     * Forgets equipment that is replaced or leaves, and gives up what it asks its server for.
     *
     * @param old which
     * @param why in words, for those who wait for an answer
     * @param turn takes the actions
     * @return the changes that remove it from disk, with all that depends on its keys
     */
    List<Change> forget(Equipment old, String why, Turn turn) {
        all.remove(old.name());
        places.remove(old.place());
        serversChanged();
        List<EquipmentRequest> asking = new ArrayList<>(context.owners().dialling(EquipmentRequest.class));
        context.owners().all(EquipmentRequest.class).forEach(asking::add);
        asking.stream()
                .filter(errand -> errand.self().key().equals(old.self().key()))
                .forEach(errand -> errand.giveUp(why, turn));
        List<Change> changes = new ArrayList<>();
        changes.add(Change.remove(Records.EQUIPMENT, old.place()));
        changes.add(Change.remove(Records.PASSWORDS, old.place()));
        old.grants()
                .forEach(grant -> changes.add(Change.remove(
                        Records.GRANTS, Records.key(old.place(), grant.id().hex()))));
        old.revoked().forEach(key -> changes.add(Change.remove(Records.REVOKED, Records.key(old.place(), key.hex()))));
        changes.addAll(old.withdrawals().clear());
        changes.add(Change.remove(Records.TIME, old.self().key().toString()));
        context.forgetTime(old.self());
        return changes;
    }

    void resolved(Event.Resolved event, Turn turn) {
        all.values().forEach(equipment -> equipment.registrar().resolved(event, turn));
        serversChanged();
    }

    private void serversChanged() {
        rules.servers(all.values().stream()
                .flatMap(equipment -> equipment.registrar().servers().addresses().stream())
                .map(server -> server.address().getAddress())
                .toList());
    }

    void leave(EstateWriter out) {
        all.values().forEach(equipment -> equipment.leave(out));
    }

    void inherit(EstateReader in, Moment now) {
        all.values().forEach(equipment -> equipment.inherit(in, now));
        serversChanged();
    }

    /** Takes a changed configuration. */
    void configured(Turn turn) {
        all.values().forEach(equipment -> equipment.registrar().lease().configured(turn));
    }

    void tick(Turn turn) {
        all.values().forEach(equipment -> equipment.registrar().tick(turn));
        all.values().forEach(equipment -> equipment.withdrawer().tick(turn));
    }

    long deadline() {
        return Core.earliest(
                all.values(),
                equipment -> Math.min(
                        equipment.registrar().deadline(), equipment.withdrawer().deadline()));
    }

    /** The change that brings a record on disk to its state in memory ({@link org.ringback.kernel.Unwritten}). */
    Change record(String table, String key) {
        return at(Records.owner(key))
                .flatMap(owner -> owner.record(table, key))
                .orElseGet(() -> Change.remove(table, key));
    }
}
