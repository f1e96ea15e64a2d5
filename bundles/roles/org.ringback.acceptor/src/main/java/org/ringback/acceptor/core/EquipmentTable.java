package org.ringback.acceptor.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Page;
import org.ringback.kernel.Event;
import org.ringback.kernel.Owners;
import org.ringback.kernel.ServerRoute;
import org.ringback.kernel.Turn;
import org.ringback.store.Change;

/** All equipment of the gateway. */
final class EquipmentTable {
    private final Parts parts;
    private final Owners owners;
    private final DialRules rules;
    private final NavigableMap<EquipmentId, Equipment> all = new TreeMap<>();
    private BiPredicate<String, String> lost = (table, key) -> false;

    EquipmentTable(Parts parts, Owners owners, DialRules rules) {
        this.parts = parts;
        this.owners = owners;
        this.rules = rules;
    }

    /**
     * Takes what is on disk.
     *
     * @param tables records by table
     * @throws IllegalArgumentException if a record cannot be read
     */
    void load(Map<String, Map<String, byte[]>> tables) {
        table(tables, Records.EQUIPMENT).forEach((id, record) -> {
            StoredEquipment joined = StoredEquipment.of(new EquipmentId(id), record);
            add(joined, new ServerRoute(joined.servers()));
        });
        table(tables, Records.PASSWORDS).forEach((id, record) -> find(new EquipmentId(id))
                .ifPresent(equipment -> equipment.password(StoredPassword.of(record))));
        Records.owned(table(tables, Records.GRANTS), (id, record) -> find(id).ifPresent(
                        equipment -> load(equipment, StoredGrant.of(new GrantId(record.getKey()), record.getValue()))));
        Records.owned(table(tables, Records.REVOKED), (id, record) -> find(id).ifPresent(
                        equipment -> equipment.revoked().add(new KeyFingerprint(record.getKey()))));
        Records.owned(table(tables, Records.WITHDRAWALS), (id, record) -> find(id).ifPresent(
                        equipment -> equipment.withdrawals().load(Records.withdrawal(record))));
    }

    /** Takes what the store knows of records that were written for good and are not there. */
    void lost(BiPredicate<String, String> records) {
        lost = records;
        all.values().forEach(equipment -> equipment.lost(records));
    }

    private static void load(Equipment equipment, StoredGrant grant) {
        equipment.put(grant);
        if (grant.key().isPresent()) {
            equipment.foundOnDisk(grant.id());
        }
    }

    Optional<Equipment> find(EquipmentId id) {
        return Optional.ofNullable(all.get(id));
    }

    /** {@return all, by ID} */
    Collection<Equipment> all() {
        return all.values();
    }

    /** {@return a part of all, by ID, as a row shows each} */
    <T> Page<T> page(Optional<EquipmentId> after, int limit, Function<Equipment, T> row) {
        return Page.of(all, after, limit, row);
    }

    void add(StoredEquipment joined, ServerRoute servers) {
        Equipment equipment = new Equipment(joined, new RegistrationClient(parts, owners, joined, servers));
        equipment.lost(lost);
        all.put(joined.id(), equipment);
        serversChanged();
    }

    /** {@return what must go from the disk with equipment whose keys are replaced: all that was tied to them} */
    List<Change> forget(Equipment old, Turn turn) {
        all.remove(old.id());
        List<EquipmentRequest> asking = new ArrayList<>(owners.dialling(EquipmentRequest.class));
        owners.all(EquipmentRequest.class).forEach(asking::add);
        asking.stream()
                .filter(errand -> errand.self().key().equals(old.self().key()))
                .forEach(errand -> errand.giveUp("the equipment has joined anew", turn));
        List<Change> changes = new ArrayList<>();
        changes.add(Records.noPassword(old.id()));
        old.grants().forEach(grant -> changes.add(Records.noGrant(old.id(), grant.id())));
        old.revoked().forEach(key -> changes.add(Records.noRevoked(old.id(), key)));
        changes.addAll(old.withdrawals().clear());
        changes.add(Records.noTime(old.self().key()));
        parts.forgetTime(old.self());
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

    /** The owner changed the configuration. */
    void configured(Turn turn) {
        all.values().forEach(equipment -> equipment.registrar().lease().configured(turn));
    }

    void tick(Turn turn) {
        all.values().forEach(equipment -> equipment.registrar().tick(turn));
    }

    long deadline() {
        return all.values().stream()
                .mapToLong(equipment -> equipment.registrar().deadline())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** A record as it must be on disk now ({@link org.ringback.kernel.Unwritten}). */
    Change record(String table, String key) {
        return find(Records.owner(key))
                .flatMap(owner -> owner.record(table, key))
                .orElseGet(() -> Change.remove(table, key));
    }

    static Map<String, byte[]> table(Map<String, Map<String, byte[]>> tables, String name) {
        return tables.getOrDefault(name, Map.of());
    }
}
