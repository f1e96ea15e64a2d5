package org.ringback.relay.core;

import java.util.function.BiConsumer;

/** Reads the records of a table one after the other, as there may be very many. */
@FunctionalInterface
public interface RecordSource {
    /**
     * Reads a whole table.
     *
     * @param table which
     * @param reader is given each record's key and bytes; what it throws ends the call
     */
    void each(String table, BiConsumer<String, byte[]> reader);
}
