package org.ringback.kernel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The estates of this process, in memory. One that is too old is wiped when the next is left or taken, as nobody needs
 * its room before. Thread-safe.
 */
public final class HeldEstates implements Estates {
    /** Reasons of a deactivation that only a person causes (OSGi Compendium 8, ComponentConstants). */
    private static final int DISABLED = 1;

    private static final int CONFIGURATION_DELETED = 4;

    private final LongSupplier clock;
    private final BooleanSupplier ending;

    @GuardedBy("this")
    private final Map<String, Left> estates = new HashMap<>();

    private record Left(byte[] bytes, long at) {
        void wipe() {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /**
     * Begins without an estate.
     *
     * @param clock monotonic nanoseconds
     * @param ending whether the program ends
     */
    public HeldEstates(LongSupplier clock, BooleanSupplier ending) {
        this.clock = clock;
        this.ending = ending;
    }

    @Override
    public boolean mayBeSucceeded(int reason) {
        return reason != DISABLED && reason != CONFIGURATION_DELETED && !ending.getAsBoolean();
    }

    @Override
    public synchronized void leave(String name, byte[] estate) {
        dropOld();
        Left before = estates.put(name, new Left(estate, clock.getAsLong()));
        if (before != null) {
            before.wipe();
        }
    }

    @Override
    public synchronized Optional<byte[]> take(String name) {
        dropOld();
        return Optional.ofNullable(estates.remove(name)).map(Left::bytes);
    }

    @GuardedBy("this")
    private void dropOld() {
        long now = clock.getAsLong();
        estates.values().removeIf(left -> {
            boolean old = now - left.at() > KEPT.toNanos();
            if (old) {
                left.wipe();
            }
            return old;
        });
    }

    /** Wipes everything. */
    public synchronized void clear() {
        estates.values().forEach(Left::wipe);
        estates.clear();
    }
}
