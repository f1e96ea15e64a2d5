package org.ringback.kernel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
    public void use(Set<Long> bundles) throws RefusedException {
        synchronized (this) {
            require(bundles);
            endWatch();
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

    /** What a wanted bundle brings is first, then what is used, then what came first; but it displaces nothing else. */
    @GuardedBy("this")
    private Snapshot compose(Set<Long> wanted) {
        Comparator<Brought<?>> order = Comparator.comparingInt(
                one -> wanted.contains(one.by().id()) ? 0 : now.used().contains(one.id()) ? 1 : 2);
        Set<ProtectionId> replaced = protections.values().stream()
                .filter(one -> wanted.contains(one.by().id()))
                .map(one -> one.what().id())
                .collect(Collectors.toSet());
        Predicate<Brought<ConnectionProtection>> stays = one ->
                now.used().contains(one.id()) && !replaced.contains(one.what().id());
        Optional<Brought<CryptoProvider>> provider = providers.values().stream().min(order);
        Map<ProtectionId, Brought<ConnectionProtection>> best = new TreeMap<>();
        Claims claims = new Claims();
        List<String> troubles = new ArrayList<>();
        for (Brought<ConnectionProtection> one : protections.values().stream()
                .sorted(Comparator.comparing(stays::test).reversed().thenComparing(order))
                .toList()) {
            ProtectionId number = one.what().id();
            if (!best.containsKey(number)) {
                claims.add(one.what()).ifPresentOrElse(troubles::add, () -> best.put(number, one));
            }
        }
        best.forEach((number, one) -> seen.put(number, Claims.Claimant.of(one.what())));
        seen.values().stream().filter(one -> !best.containsKey(one.id())).forEach(claims::remember);
        Map<ProtectionId, String> names = new TreeMap<>();
        seen.forEach((number, one) -> names.put(number, one.name()));
        Set<Long> used = new HashSet<>();
        provider.ifPresent(one -> used.add(one.id()));
        best.values().forEach(one -> used.add(one.id()));
        return new Snapshot(
                provider.map(one -> suite(one, best)).orElse(now.suite()),
                provider.isPresent(),
                used,
                new ProtectionNames(names, provider.isPresent() ? best.keySet() : Set.of()),
                claims,
                List.copyOf(troubles));
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
