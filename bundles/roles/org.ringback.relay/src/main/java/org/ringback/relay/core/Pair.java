package org.ringback.relay.core;

import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.store.Change;
import org.ringback.wire.Tlv;

/**
 * The permission of an issuer to ask for a piece of equipment, and the invitations that gave it. Immutable.
 *
 * @param issuer who may ask
 * @param equipment what it may ask for
 * @param codes the code IDs of the invitations that gave it, each once, oldest first
 * @param older whether an invitation whose code is not kept gave it too: an older version's, or one of too many
 */
record Pair(EquipmentId issuer, EquipmentId equipment, Set<Long> codes, boolean older) {
    /** Most codes that are kept: as many as a gateway keeps grants. */
    static final int MAX_CODES = 256;

    private static final int CODE = 1;
    private static final int OLDER = 2;

    /** Makes a permission that no invitation gave yet. */
    Pair(EquipmentId issuer, EquipmentId equipment) {
        this(issuer, equipment, Set.of(), false);
    }

    boolean stands() {
        return older || !codes.isEmpty();
    }

    Pair with(long code) {
        Set<Long> more = new LinkedHashSet<>(codes);
        more.add(code);
        // [WITHDRAW-2] For each pair (issuer, equipment) the server keeps the set of CODE-IDs that gave it, at most …
        boolean tooMany = more.size() > MAX_CODES;
        if (tooMany) {
            more.remove(more.iterator().next());
        }
        return new Pair(issuer, equipment, more, older || tooMany);
    }

    Pair without(long code) {
        Set<Long> fewer = new LinkedHashSet<>(codes);
        fewer.remove(code);
        return new Pair(issuer, equipment, fewer, older);
    }

    Pair withoutOlder() {
        return new Pair(issuer, equipment, codes, false);
    }

    String key() {
        return keyOf(issuer, equipment);
    }

    static String keyOf(EquipmentId issuer, EquipmentId equipment) {
        return issuer + "/" + equipment;
    }

    Change change() {
        if (!stands()) {
            return Change.remove(RelayTables.PAIRS, key());
        }
        Tlv.Writer record = new Tlv.Writer().put(OLDER, older ? 1 : 0);
        codes.forEach(code -> record.put(CODE, code));
        return Change.put(RelayTables.PAIRS, key(), record.toBytes());
    }

    /** Reads a record; older versions, which kept no codes, wrote empty ones. */
    static Pair read(String key, Tlv record) {
        String[] halves = RelayTables.halves(key);
        Set<Long> codes = new LinkedHashSet<>();
        record.all(CODE).forEach(code -> codes.add(ByteBuffer.wrap(code).getLong()));
        boolean older = record.find(OLDER).isEmpty() || record.number(OLDER) != 0;
        return new Pair(new EquipmentId(halves[0]), new EquipmentId(halves[1]), codes, older);
    }
}
