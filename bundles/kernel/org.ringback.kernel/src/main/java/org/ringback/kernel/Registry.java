package org.ringback.kernel;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.control.SeenPaths;

/**
 * The equipment list (requirement 1): where each device is, by ID, in memory only, as addresses come back with the next
 * registration. Rows expire by the times that callers pass in, which are monotonic and so mean nothing to other
 * processes. An OSGi service; thread-safe. The relay writes it, and shows it to others
 * ({@link org.ringback.api.control.ServerControl#registrations}).
 */
public interface Registry {
    /**
     * Finds a row that has not expired.
     *
     * @param id whose
     * @param now the time
     * @return the row, or empty
     */
    Optional<Registration> find(EquipmentId id, Moment now);

    /**
     * Finds the last row of a piece of equipment that has none any more, as far as it is remembered: since this list
     * began, of those that went last.
     *
     * @param id whose
     * @return the row as it was at the end; empty also while there is one
     */
    default Optional<Registration> findLast(EquipmentId id) {
        return Optional.empty();
    }

    /** {@return whether {@link #findLast} knows every row of equipment that ended since this list began} */
    default boolean remembersAll() {
        return false;
    }

    /**
     * Adds or replaces the row of an ID.
     *
     * @param registration the new row
     */
    void put(Registration registration);

    /**
     * Notes what a ring showed of the paths to a device; nothing if it has no row. It goes with the row, and as soon as the
     * device registers from another IP address. The default notes nothing.
     *
     * @param id whose
     * @param more adds to what was noted before
     */
    default void saw(EquipmentId id, UnaryOperator<SeenPaths> more) {}

    /**
     * Tells what was noted of the paths to a device.
     *
     * @param id whose
     * @return what {@link #saw} noted for its row, or for the one that {@link #findLast} finds
     */
    default SeenPaths seen(EquipmentId id) {
        return SeenPaths.NOTHING;
    }

    /**
     * Takes the row of an ID out, if there is one.
     *
     * @param id whose
     */
    void remove(EquipmentId id);

    /**
     * Drops every row that has expired.
     *
     * @param now the time
     * @return the IDs dropped
     */
    List<EquipmentId> expire(Moment now);

    /**
     * {@return the monotonic nanoseconds before which no row ends, at which to call {@link #expire};
     * {@link Long#MAX_VALUE} if there are no rows}
     */
    long nextExpiry();

    /** {@return how many rows there are} */
    int size();

    /**
     * A page of the list in the order of the IDs.
     *
     * @param after the last ID of the page before; empty for the first page
     * @param limit the most rows
     * @return the rows
     */
    List<Registration> page(Optional<EquipmentId> after, int limit);

    /** Removes every row, as when the relay starts again. */
    void clear();
}
