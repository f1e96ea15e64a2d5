package org.ringback.acceptor.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.KeyFingerprint;
import org.ringback.kernel.ServerRoute;
import org.ringback.store.Change;

/** All equipment of the gateway. */
final class Household {
    private final Kit kit;
    private final Errands errands;
    private final DialRules rules;
    private final Map<EquipmentId, Equipment> all = new TreeMap<>();
    private BiPredicate<String, String> lost = (table, key) -> false;

    Household(Kit kit, Errands errands, DialRules rules) {
        this.kit = kit;
        this.errands = errands;
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

    void add(StoredEquipment joined, ServerRoute servers) {
        Equipment equipment = new Equipment(joined, new Registrar(kit, errands, joined, servers));
        equipment.lost(lost);
        all.put(joined.id(), equipment);
        serversChanged();
    }

    /** {@return what must go from the disk with equipment whose keys are replaced: all that was tied to them} */
    List<Change> forget(Equipment old, Turn turn) {
        all.remove(old.id());
        List<ServerErrand> asking = new ArrayList<>(errands.dialling());
        errands.all(ServerErrand.class).forEach(asking::add);
        asking.stream()
                .filter(errand -> errand.self().key().equals(old.self().key()))
                .forEach(errand -> errand.giveUp("the equipment has joined anew", turn));
        List<Change> changes = new ArrayList<>();
        changes.add(Records.noPassword(old.id()));
        old.grants().forEach(grant -> changes.add(Records.noGrant(old.id(), grant.id())));
        old.revoked().forEach(key -> changes.add(Records.noRevoked(old.id(), key)));
        changes.addAll(old.withdrawals().clear());
        changes.add(Records.noTime(old.self().key()));
        kit.forgetTime(old.self());
        return changes;
    }

    void resolved(AcceptorEvent.Resolved event, Turn turn) {
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

    static Map<String, byte[]> table(Map<String, Map<String, byte[]>> tables, String name) {
        return tables.getOrDefault(name, Map.of());
    }
}
