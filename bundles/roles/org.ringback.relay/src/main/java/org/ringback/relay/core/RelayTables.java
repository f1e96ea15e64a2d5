package org.ringback.relay.core;

import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.ringback.kernel.StoredRecord;
import org.ringback.wire.Tlv;

/** Names and reads the server's tables in the store; each record is a {@link Tlv}. Stateless. */
public final class RelayTables {
    /** The enrolled devices, by ID. */
    public static final String DEVICES = "relay.device";
    /** The permissions of issuers to ask for equipment, by {@code issuer/equipment}. */
    public static final String PAIRS = "relay.pair";
    /** The keys that were revoked for good, by fingerprint. */
    public static final String REVOKED_KEYS = "relay.revoked-key";
    /** Permissions that ended because two keys used one invitation, by {@code issuer/equipment}. */
    public static final String LOST = "relay.lost";
    /** Invitations that a second key used, until the equipment's gateway knows, by {@code equipment/code}. */
    public static final String USED_TWICE = "relay.used-twice";
    /** One-time codes, by their public ID. */
    public static final String CODES = "relay.code";
    /** Registration keys, by equipment ID. */
    public static final String LEASES = "relay.lease";
    /** The instances of gateways that took leases, by equipment ID. */
    public static final String INSTANCES = "relay.instance";
    /** Revoked keys that a gateway has not fetched, by {@code equipment/fingerprint}. */
    public static final String POLICIES = "relay.policy";
    /** The CA under which a device proved itself that was enrolled before that CA was pinned, by the device's key. */
    public static final String PROVED_UNDER = "relay.proved-under";
    /** The last setback of the store that {@link AfterSetback} dealt with. */
    public static final String SETBACK = "relay.setback";
    /** The server's own authority; used by the driver. */
    public static final String AUTHORITY = "relay.authority";

    /** What became of the latest rings; used by the driver. */
    public static final String STORIES = "relay.stories";

    private RelayTables() {}

    /**
     * Reads a whole table.
     *
     * @throws IllegalStateException if a record cannot be read, because a server must not run without a revocation
     */
    static <V> Map<String, V> read(RecordSource store, String table, BiFunction<String, Tlv, V> decoder) {
        Map<String, V> decoded = new HashMap<>();
        each(store, table, (key, record) -> decoded.put(key, decoder.apply(key, record)));
        return decoded;
    }

    /**
     * Reads the records of a table one after the other, as there may be very many.
     *
     * @throws IllegalStateException if a record cannot be read
     */
    static void each(RecordSource store, String table, BiConsumer<String, Tlv> reader) {
        store.each(table, (key, bytes) -> {
            try {
                reader.accept(key, StoredRecord.read(table, bytes));
            } catch (IllegalArgumentException | NoSuchElementException e) {
                throw new IllegalStateException(
                        "store: record " + key + " of table " + table + " cannot be read: " + e.getMessage(), e);
            }
        });
    }

    /** Splits a key of {@link #PAIRS}, {@link #LOST}, {@link #USED_TWICE} or {@link #POLICIES} into its two parts. */
    static String[] halves(String key) {
        int slash = key.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("key: no slash (expected: two names with a slash between)");
        }
        return new String[] {key.substring(0, slash), key.substring(slash + 1)};
    }
}
