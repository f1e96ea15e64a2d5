package org.ringback.relay.core;

import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.ringback.kernel.StoredRecord;
import org.ringback.wire.Tlv;

/** The server's tables in the store, each record a {@link Tlv}. Stateless. */
public final class RelayTables {
    /** Who is enrolled, by ID. */
    public static final String DEVICES = "relay.device";
    /** Who may ask for what, by {@code issuer/equipment}. */
    public static final String PAIRS = "relay.pair";
    /** Keys that were revoked and never count again, by fingerprint. */
    public static final String REVOKED_KEYS = "relay.revoked-key";
    /** Permissions that ended because two keys used one invitation, by {@code issuer/equipment}. */
    public static final String LOST = "relay.lost";
    /** One-time codes, by their public ID. */
    public static final String CODES = "relay.code";
    /** Registration keys, by equipment ID. */
    public static final String LEASES = "relay.lease";
    /** Which instances of a gateway took leases, by equipment ID. */
    public static final String INSTANCES = "relay.instance";
    /** Revoked keys that a gateway has not fetched, by {@code equipment/fingerprint}. */
    public static final String POLICIES = "relay.policy";
    /** Under which CA a device proved itself that was enrolled before that CA was known, by the device's key. */
    public static final String PROVED_UNDER = "relay.proved-under";
    /** The last setback of the store that was dealt with; {@link AfterSetback}'s. */
    public static final String SETBACK = "relay.setback";
    /** The server's own authority; the driver's. */
    public static final String AUTHORITY = "relay.authority";

    private RelayTables() {}

    /**
     * Reads a whole table.
     *
     * @throws IllegalStateException if a record cannot be read: better no server than one that forgot a revocation
     */
    static <V> Map<String, V> read(RecordSource store, String table, BiFunction<String, Tlv, V> decoder) {
        Map<String, V> decoded = new HashMap<>();
        each(store, table, (key, record) -> decoded.put(key, decoder.apply(key, record)));
        return decoded;
    }

    /**
     * Hands over each record of a table, of which there may be very many.
     *
     * @throws IllegalStateException as above
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

    /** The two halves of a key of {@link #PAIRS}, {@link #LOST} or {@link #POLICIES}. */
    static String[] halves(String key) {
        int slash = key.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("key: no slash (expected: two names with a slash between)");
        }
        return new String[] {key.substring(0, slash), key.substring(slash + 1)};
    }
}
