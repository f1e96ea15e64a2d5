package org.ringback.kernel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringback.api.ProtectionId;
import org.ringback.api.Warnings;
import org.ringback.api.control.CryptoControl;
import org.ringback.api.control.CryptoUse;
import org.ringback.api.control.CryptoWatch;
import org.ringback.api.control.RefusedException;
import org.ringback.spi.ConnectionProtection;
import org.ringback.spi.CryptoProvider;

/**
 * Composes the present suite from providers and protections that come and go. A service in use stays in use while its
 * bundle offers it; if none is, the first that came is taken; another one only on a person's command. A protection that
 * claims the first bytes of one in use is not used. Readers see each change as a whole, by one volatile write.
 * Thread-safe.
 */
public final class HeldSuites implements Suites, CryptoControl, Warnings {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final SessionCounts sessions = new SessionCounts();

    /** By service ID. */
    @GuardedBy("this")
    private final TreeMap<Long, Brought<CryptoProvider>> providers = new TreeMap<>();

    /** By service ID. */
    @GuardedBy("this")
    private final TreeMap<Long, Brought<ConnectionProtection>> protections = new TreeMap<>();

    /** The latest of each number, also of those that went: nothing of their bundles. */
    @GuardedBy("this")
    private final TreeMap<ProtectionId, Claims.Claimant> seen = new TreeMap<>();

    @GuardedBy("this")
    private @Nullable WatchedCrypto watch;

    /** Numbers of bundles that nobody has wanted yet. */
    @GuardedBy("this")
    private Set<Long> out = Set.of();

    private volatile Snapshot now =
            new Snapshot(null, false, Set.of(), new ProtectionNames(Map.of(), Set.of()), new Claims(), List.of());

    /** What was composed last; the suite is a kept one if no provider runs. */
    private record Snapshot(
            @Nullable Suite suite,
            boolean runs,
            Set<Long> used,
            ProtectionNames names,
            Claims claims,
            List<String> troubles) {}

    /** Begins without a provider or protection. */
    public HeldSuites() {}

    /**
     * Adds a provider.
     *
     * @param provider the provider
     * @param by the bundle that brings it
     * @param id its service ID
     */
    public void take(CryptoProvider provider, CryptoBundle by, long id) {
        synchronized (this) {
            providers.put(id, new Brought<>(provider, by, id));
            now = compose(Set.of());
        }
        tell();
    }

    /**
     * Removes a provider.
     *
     * @param id its service ID
     */
    public void dropProvider(long id) {
        synchronized (this) {
            Brought<CryptoProvider> gone = providers.remove(id);
            if (gone != null && watch != null) {
                watch.gone(gone.what());
            }
            now = compose(Set.of());
        }
        tell();
    }

    /**
     * Adds a protection.
     *
     * @param protection the protection
     * @param by the bundle that brings it
     * @param id its service ID
     */
    public void take(ConnectionProtection protection, CryptoBundle by, long id) {
        synchronized (this) {
            protections.put(id, new Brought<>(protection, by, id));
            now = compose(Set.of());
        }
        tell();
    }

    /**
     * Removes a protection.
     *
     * @param id its service ID
     */
    public void dropProtection(long id) {
        synchronized (this) {
            protections.remove(id);
            now = compose(Set.of());
        }
        tell();
    }

    @Override
    public synchronized void keepOut(Set<Long> bundles) {
        out = Set.copyOf(bundles);
    }

    @GuardedBy("this")
    private void letIn(Set<Long> bundles) {
        out = out.stream().filter(one -> !bundles.contains(one)).collect(Collectors.toSet());
    }

    @Override
    public void use(Set<Long> bundles) throws RefusedException {
        synchronized (this) {
            require(bundles);
            endWatch();
            letIn(bundles);
            now = compose(bundles);
        }
        tell();
    }

    @Override
    public CryptoWatch watch(Set<Long> bundles) throws RefusedException {
        WatchedCrypto begun;
        synchronized (this) {
            require(bundles);
            endWatch();
            Suite before = compose(Set.of()).suite();
            begun = new WatchedCrypto(
                    bundles,
                    Optional.ofNullable(before)
                            .filter(one -> !bundles.contains(one.by().id()))
                            .map(Suite::provider),
                    this::ended);
            watch = begun;
            letIn(bundles);
            now = compose(bundles);
        }
        tell();
        return begun;
    }

    @GuardedBy("this")
    private void endWatch() {
        if (watch != null) {
            watch.end();
            watch = null;
        }
    }

    private synchronized void ended(WatchedCrypto one) {
        if (one.equals(watch)) {
            watch = null;
            now = compose(Set.of());
        }
    }

    @GuardedBy("this")
    private void require(Set<Long> bundles) throws RefusedException {
        Set<CryptoBundle> offered = offered(one -> true);
        for (long bundle : bundles) {
            if (offered.stream().noneMatch(one -> one.id() == bundle)) {
                String those = offered.stream()
                        .sorted(Comparator.comparingLong(CryptoBundle::id))
                        .map(one -> one.id() + " " + one.name() + " " + one.version())
                        .collect(Collectors.joining(", "));
                throw new RefusedException(
                        "bundle: " + bundle + " brings no crypto now (expected: one of those that do: "
                                + (those.isEmpty() ? "none" : those) + ")");
            }
        }
    }

    private void tell() {
        listeners.forEach(Runnable::run);
    }

    @GuardedBy("this")
    private Snapshot compose(Set<Long> wanted) {
        Choice choice = Choice.of(tried(providers), tried(protections), wanted, now.used());
        choice.protections().forEach((number, one) -> seen.put(number, Claims.Claimant.of(one.what())));
        seen.values().stream()
                .filter(one -> !choice.protections().containsKey(one.id()))
                .forEach(choice.claims()::remember);
        Map<ProtectionId, String> names = new TreeMap<>();
        seen.forEach((number, one) -> names.put(number, one.name()));
        boolean runs = choice.provider().isPresent();
        return new Snapshot(
                choice.provider().map(one -> suite(one, choice.protections())).orElse(now.suite()),
                runs,
                choice.used(),
                new ProtectionNames(names, runs ? choice.protections().keySet() : Set.of()),
                choice.claims(),
                List.copyOf(choice.troubles()));
    }

    @GuardedBy("this")
    private <T> List<Brought<T>> tried(SortedMap<Long, Brought<T>> all) {
        Set<Long> untried = out;
        return all.values().stream()
                .filter(one -> !untried.contains(one.by().id()))
                .toList();
    }

    @GuardedBy("this")
    private Suite suite(Brought<CryptoProvider> provider, Map<ProtectionId, Brought<ConnectionProtection>> best) {
        WatchedCrypto over = watch;
        if (over == null) {
            return new Suite(provider, best);
        }
        Map<ProtectionId, Brought<ConnectionProtection>> watched = new TreeMap<>();
        best.forEach((number, one) -> watched.put(number, over.protection(one)));
        return new Suite(over.provider(provider), watched);
    }

    /** {@return whether there has ever been a provider and a protection} */
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

    /** {@return which protections are not used, in words, as another has their name or the first bytes that they claim} */
    public List<String> troubles() {
        return now.troubles();
    }

    /** {@return what ran and does not run now, and which protections are not used, in words} */
    @Override
    public List<String> warnings() {
        Snapshot snapshot = now;
        Stream<String> away = snapshot.runs()
                ? snapshot.names().away().map(snapshot.names()::missing)
                : Stream.of(MissingCrypto.OF_PROVIDER.words());
        return Stream.concat(away, snapshot.troubles().stream()).toList();
    }

    @Override
    public Optional<MissingCrypto> missing(Optional<ProtectionId> wanted) {
        Snapshot snapshot = now;
        Suite suite = snapshot.suite();
        if (suite == null || !snapshot.runs()) {
            return Optional.of(MissingCrypto.OF_PROVIDER);
        }
        ProtectionNames names = snapshot.names();
        return wanted.filter(protection -> suite.find(protection).isEmpty())
                .map(protection -> new MissingCrypto(
                        names.missing(protection), names.known().containsKey(protection)));
    }

    @Override
    public Runnable begun(Suite suite, Optional<ProtectionId> protection) {
        return sessions.begun(suite.bundles(protection));
    }

    @Override
    public synchronized List<CryptoUse> uses() {
        Snapshot snapshot = now;
        Set<CryptoBundle> offered = offered(one -> true);
        Set<CryptoBundle> used = offered(one -> snapshot.used().contains(one.id()));
        Set<CryptoBundle> all = new HashSet<>(offered);
        all.addAll(sessions.used());
        all.addAll(snapshot.suite() == null ? Set.of() : snapshot.suite().bundles());
        return all.stream()
                .sorted(Comparator.comparingLong(CryptoBundle::id).thenComparingLong(CryptoBundle::installed))
                .map(one -> new CryptoUse(
                        one.name(),
                        one.version(),
                        one.id(),
                        Instant.ofEpochMilli(one.installed()),
                        used.contains(one)
                                ? CryptoUse.State.USED
                                : offered.contains(one) ? CryptoUse.State.STANDS_BY : CryptoUse.State.GONE,
                        sessions.of(one)))
                .toList();
    }

    @GuardedBy("this")
    private Set<CryptoBundle> offered(Predicate<Brought<?>> which) {
        return Stream.concat(providers.values().stream(), protections.values().stream())
                .filter(which)
                .map(Brought::by)
                .collect(Collectors.toSet());
    }

    @Override
    public Runnable listen(Runnable changed) {
        listeners.add(changed);
        return () -> listeners.remove(changed);
    }
}
