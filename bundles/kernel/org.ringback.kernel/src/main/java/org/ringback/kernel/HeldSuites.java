package org.ringback.kernel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.ringback.api.Protection;
import org.ringback.spi.ConnectionProtection;
import org.ringback.spi.CryptoProvider;

/**
 * Composes the suite of what comes and goes: of several providers, or of several bundles for one protection, the one with the
 * highest ranking counts. Each change is one write. Thread-safe.
 */
public final class HeldSuites implements Suites {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    @GuardedBy("this")
    private final TreeMap<Rank, CryptoProvider> providers = new TreeMap<>();

    @GuardedBy("this")
    private final Map<Protection, TreeMap<Rank, ConnectionProtection>> protections = new EnumMap<>(Protection.class);

    @GuardedBy("this")
    private final Set<Protection> seen = EnumSet.noneOf(Protection.class);

    private volatile Snapshot now = new Snapshot(null, false, Set.of());

    /** The highest ranking first, of equal ones the oldest (OSGi Core 8, §5.2.5). */
    private record Rank(int ranking, long id) implements Comparable<Rank> {
        @Override
        public int compareTo(Rank other) {
            return ranking == other.ranking ? Long.compare(id, other.id) : Integer.compare(other.ranking, ranking);
        }
    }

    private record Snapshot(@Nullable Suite suite, boolean runs, Set<Protection> seen) {}

    /** Begins without any. */
    public HeldSuites() {}

    /**
     * Takes a provider.
     *
     * @param provider which
     * @param ranking its service ranking
     * @param id its service ID
     */
    public void take(CryptoProvider provider, int ranking, long id) {
        synchronized (this) {
            providers.put(new Rank(ranking, id), provider);
            now = compose();
        }
        tell();
    }

    /**
     * A provider goes.
     *
     * @param id its service ID
     */
    public void dropProvider(long id) {
        synchronized (this) {
            providers.keySet().removeIf(rank -> rank.id() == id);
            now = compose();
        }
        tell();
    }

    /**
     * Takes a protection.
     *
     * @param protection which
     * @param ranking its service ranking
     * @param id its service ID
     */
    public void take(ConnectionProtection protection, int ranking, long id) {
        synchronized (this) {
            seen.add(protection.protection());
            protections
                    .computeIfAbsent(protection.protection(), any -> new TreeMap<>())
                    .put(new Rank(ranking, id), protection);
            now = compose();
        }
        tell();
    }

    /**
     * A protection goes.
     *
     * @param id its service ID
     */
    public void dropProtection(long id) {
        synchronized (this) {
            protections.values().forEach(all -> all.keySet().removeIf(rank -> rank.id() == id));
            now = compose();
        }
        tell();
    }

    private void tell() {
        listeners.forEach(Runnable::run);
    }

    @GuardedBy("this")
    private Snapshot compose() {
        if (providers.isEmpty()) {
            return new Snapshot(now.suite(), false, Set.copyOf(seen));
        }
        Map<Protection, ConnectionProtection> best = new EnumMap<>(Protection.class);
        protections.forEach((protection, all) -> {
            if (!all.isEmpty()) {
                best.put(protection, all.firstEntry().getValue());
            }
        });
        return new Snapshot(new Suite(providers.firstEntry().getValue(), best), true, Set.copyOf(seen));
    }

    /** {@return whether there ever was a provider, and a protection} */
    public boolean hasSuite() {
        Snapshot snapshot = now;
        return snapshot.suite() != null && !snapshot.seen().isEmpty();
    }

    @Override
    public Suite current() {
        return Objects.requireNonNull(now.suite(), "no provider has come yet");
    }

    @Override
    public Optional<Absence> absence(Optional<Protection> wanted) {
        Snapshot snapshot = now;
        Suite suite = snapshot.suite();
        if (suite == null || !snapshot.runs()) {
            return Optional.of(Absence.OF_PROVIDER);
        }
        return wanted.filter(protection -> suite.find(protection).isEmpty())
                .map(protection -> Absence.of(protection, snapshot.seen().contains(protection)));
    }

    @Override
    public Runnable listen(Runnable changed) {
        listeners.add(changed);
        return () -> listeners.remove(changed);
    }
}
