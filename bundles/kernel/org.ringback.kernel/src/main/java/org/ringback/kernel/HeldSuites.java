package org.ringback.kernel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.ringback.api.ProtectionId;
import org.ringback.spi.ConnectionProtection;
import org.ringback.spi.CryptoProvider;

/**
 * Composes the suite of what comes and goes: of several providers, or of several bundles for one protection, the one with the
 * highest ranking counts; and a protection that claims what one of a higher ranking has is not used. Each change is one write.
 * Thread-safe.
 */
public final class HeldSuites implements Suites {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    @GuardedBy("this")
    private final TreeMap<Rank, CryptoProvider> providers = new TreeMap<>();

    @GuardedBy("this")
    private final TreeMap<Rank, ConnectionProtection> protections = new TreeMap<>();

    /** The latest of each number. */
    @GuardedBy("this")
    private final TreeMap<ProtectionId, ConnectionProtection> seen = new TreeMap<>();

    private volatile Snapshot now =
            new Snapshot(null, false, new ProtectionNames(Map.of(), Set.of()), new Claims(), List.of());

    /** The highest ranking first, of equal ones the oldest (OSGi Core 8, §5.2.5). */
    private record Rank(int ranking, long id) implements Comparable<Rank> {
        @Override
        public int compareTo(Rank other) {
            return ranking == other.ranking ? Long.compare(id, other.id) : Integer.compare(other.ranking, ranking);
        }
    }

    private record Snapshot(
            @Nullable Suite suite, boolean runs, ProtectionNames names, Claims claims, List<String> troubles) {}

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
            protections.put(new Rank(ranking, id), protection);
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
            protections.keySet().removeIf(rank -> rank.id() == id);
            now = compose();
        }
        tell();
    }

    private void tell() {
        listeners.forEach(Runnable::run);
    }

    @GuardedBy("this")
    private Snapshot compose() {
        Map<ProtectionId, ConnectionProtection> best = new TreeMap<>();
        Claims claims = new Claims();
        List<String> troubles = new ArrayList<>();
        for (ConnectionProtection one : protections.values()) {
            if (!best.containsKey(one.id())) {
                claims.add(one).ifPresentOrElse(troubles::add, () -> best.put(one.id(), one));
            }
        }
        seen.putAll(best);
        seen.values().stream().filter(one -> !best.containsKey(one.id())).forEach(claims::add);
        Map<ProtectionId, String> names = new TreeMap<>();
        seen.forEach((id, one) -> names.put(id, one.name()));
        boolean runs = !providers.isEmpty();
        return new Snapshot(
                runs ? new Suite(providers.firstEntry().getValue(), best) : now.suite(),
                runs,
                new ProtectionNames(names, runs ? best.keySet() : Set.of()),
                claims,
                List.copyOf(troubles));
    }

    /** {@return whether there ever was a provider, and a protection} */
    public boolean hasSuite() {
        Snapshot snapshot = now;
        return snapshot.suite() != null && !snapshot.names().known().isEmpty();
    }

    @Override
    public Suite current() {
        return Objects.requireNonNull(now.suite(), "no provider has come yet");
    }

    @Override
    public ProtectionNames protections() {
        return now.names();
    }

    @Override
    public FirstBytes look(ByteBuffer came) {
        return now.claims().look(came);
    }

    @Override
    public List<String> troubles() {
        return now.troubles();
    }

    @Override
    public Optional<Absence> absence(Optional<ProtectionId> wanted) {
        Snapshot snapshot = now;
        Suite suite = snapshot.suite();
        if (suite == null || !snapshot.runs()) {
            return Optional.of(Absence.OF_PROVIDER);
        }
        ProtectionNames names = snapshot.names();
        return wanted.filter(protection -> suite.find(protection).isEmpty())
                .map(protection ->
                        new Absence(names.missing(protection), names.known().containsKey(protection)));
    }

    @Override
    public Runnable listen(Runnable changed) {
        listeners.add(changed);
        return () -> listeners.remove(changed);
    }
}
