package org.ringback.relay.internal;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.ringback.api.Amount;
import org.ringback.api.Counters;
import org.ringback.api.EndedRing;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.Page;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingStory;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.api.StoryBook;
import org.ringback.api.control.AuthorityChange;
import org.ringback.api.control.Enrolment;
import org.ringback.api.control.RefusedException;
import org.ringback.api.control.RegisteredDevice;
import org.ringback.api.control.Revocation;
import org.ringback.api.control.ServerControl;
import org.ringback.api.control.ServerNetwork;
import org.ringback.api.control.ServerStatus;
import org.ringback.api.control.UnusedString;
import org.ringback.api.limits.LimitUse;
import org.ringback.api.limits.Limits;
import org.ringback.api.net.AddressScope;
import org.ringback.kernel.PlausibleClock;
import org.ringback.kernel.ProtectionNames;
import org.ringback.kernel.Registration;
import org.ringback.kernel.Registry;
import org.ringback.relay.core.RelayCore;
import org.ringback.relay.core.RelayEvent;
import org.ringback.relay.core.RelayOverview;
import org.ringback.relay.core.RelaySettings;
import org.ringback.relay.core.Strangers;

/** The server's control service. Thread-safe; blocks for a moment while it asks the core on its loop. */
final class RelayControl implements ServerControl, StoryBook, Counters, Limits {
    private final RelayDriver driver;
    private final Registry registry;
    private final Instant since;

    RelayControl(RelayDriver driver, Registry registry) {
        this.driver = driver;
        this.registry = registry;
        this.since = driver.runner.loop().now().wall();
    }

    @Override
    public CompletionStage<String> enrol(EquipmentId id, Role role, Set<String> protections) {
        ProtectionNames names = driver.suites.protections();
        Set<ProtectionId> allowed = new HashSet<>();
        for (String name : protections) {
            Optional<ProtectionId> one = names.find(name);
            if (one.isEmpty()) {
                return CompletableFuture.failedFuture(new RefusedException(names.missing(name)));
            }
            allowed.add(one.get());
        }
        return driver.runner.needingCrypto(request -> new RelayEvent.Enrol(request, id, role, allowed));
    }

    @Override
    public CompletionStage<Revocation> revoke(EquipmentId id) {
        return driver.runner.command(request -> new RelayEvent.Revoke(request, id));
    }

    @Override
    public CompletionStage<Void> clearAlarm(EquipmentId equipment) {
        return driver.runner
                .<EquipmentId>command(request -> new RelayEvent.ClearAlarm(request, equipment))
                .thenAccept(done -> {});
    }

    @Override
    public CompletionStage<AuthorityChange> authorityFromBackup(Secret backupPem) {
        return driver.authorityFromBackup(backupPem);
    }

    @Override
    public Page<Enrolment> enrolments(Optional<EquipmentId> after, int limit) {
        int rows = Page.limit(limit) + 1;
        return Page.of(driver.runner.look(core -> core.overview().enrolments(after, rows)), limit);
    }

    @Override
    public Page<UnusedString> unusedStrings(Optional<EquipmentId> after, int limit) {
        int rows = Page.limit(limit) + 1;
        return Page.of(driver.runner.look(core -> core.overview().unusedStrings(after, rows)), limit);
    }

    @Override
    public Page<RegisteredDevice> registrations(Optional<EquipmentId> after, int limit) {
        Moment now = driver.runner.loop().now();
        List<RegisteredDevice> rows = registry.page(after, Page.limit(limit) + 1).stream()
                .map(row -> shown(row, now))
                .toList();
        return Page.of(rows, limit);
    }

    @Override
    public Optional<RegisteredDevice> registration(EquipmentId id) {
        Moment now = driver.runner.loop().now();
        return registry.find(id, now).map(row -> shown(row, now));
    }

    @Override
    public Optional<RegisteredDevice> lastRegistration(EquipmentId id) {
        Moment now = driver.runner.loop().now();
        return registry.findLast(id).map(row -> shown(row, now));
    }

    @Override
    public Optional<Instant> remembersSince() {
        return registry.remembersAll() ? Optional.of(since) : Optional.empty();
    }

    /** A row with Instants, as the list has monotonic times, which mean nothing to other processes. */
    private RegisteredDevice shown(Registration row, Moment now) {
        return new RegisteredDevice(
                row.id(),
                row.role(),
                row.address(),
                row.socket(),
                now.wall().minusNanos(now.nanos() - row.since()),
                now.wall().minusNanos(now.nanos() - row.refreshed()),
                row.role() == Role.ISSUER
                        ? Optional.empty()
                        : Optional.of(now.wall().plusNanos(row.expires() - now.nanos())),
                registry.seen(row.id()));
    }

    @Override
    public List<RingStory> stories() {
        return driver.runner.look(RelayCore::stories);
    }

    @Override
    public Runnable listen(Consumer<EndedRing> ended) {
        return driver.runner.listen(ended);
    }

    @Override
    public SortedMap<String, Long> counters() {
        return driver.runner.look(core -> {
            SortedMap<String, Long> counters = new TreeMap<>(core.counters());
            counters.putAll(driver.accepted().now());
            return counters;
        });
    }

    @Override
    public List<LimitUse> limits() {
        return driver.runner.look(core -> {
            List<LimitUse> limits =
                    new ArrayList<>(core.overview().limits(driver.runner.loop().now()));
            limits.addAll(driver.accepted().uses());
            return limits;
        });
    }

    @Override
    public ServerStatus status() {
        return driver.runner.look(core -> {
            RelaySettings settings = driver.options().settings(driver.sockets.named(), driver.authority.pins());
            return new ServerStatus(
                    driver.sockets.bound(),
                    driver.sockets.failures(),
                    settings.advertise(),
                    settings.pins().authorities().get(0),
                    driver.authority.isFromBackup(),
                    core.overview().enrolled(),
                    registry.size(),
                    settings.silentAfter(),
                    core.overview().pendingRings(),
                    settings.relaying().on(),
                    core.overview().relayedCalls(),
                    warnings(core.overview(), settings));
        });
    }

    @Override
    public ServerNetwork network() {
        RelaySettings settings = driver.options().settings(driver.sockets.named(), driver.authority.pins());
        Instant clock = driver.runner.loop().now().wall();
        return new ServerNetwork(
                driver.sockets.bound().stream()
                        .map(bound -> new ServerNetwork.Listening(
                                bound, AddressScope.of(bound.getAddress()), settings.probed(bound)))
                        .toList(),
                driver.sockets.failures(),
                settings.advertise(),
                clock,
                PlausibleClock.is(clock),
                settings.relaying().on() ? settings.relaying().calls() : 0);
    }

    private static void authority(RelayOverview overview, Authority authority, List<String> warnings) {
        List<Path> backups = authority.backups().there();
        String files = backups.stream().map(Path::toString).collect(Collectors.joining(", "));
        Strangers strangers = overview.strangers();
        if (strangers.count() > 0) {
            warnings.add((authority.standsIn()
                            ? "the CA that devices know is not in the store any more: "
                            : "the CA was replaced twice: ")
                    + strangers.count() + " enrolled before "
                    + authority.known().truncatedTo(ChronoUnit.SECONDS)
                    + " cannot connect, and did not since: " + strangers.names() + " (expected: "
                    + (authority.standsIn()
                            ? "the file of the backup CA that they know"
                                    + (backups.isEmpty() ? "" : ", perhaps in " + files)
                                    + ", given to authority --from-backup; without it each must learn of the one in"
                                    + " use: "
                            : "each learns of it; ")
                    + AuthorityChange.ANEW + ")");
        }
        if (!backups.isEmpty()) {
            warnings.add("a backup CA's private key lies in " + files + ": move it to a safe place off this machine");
        }
    }

    private List<String> warnings(RelayOverview overview, RelaySettings settings) {
        List<String> warnings = new ArrayList<>();
        driver.sockets.failures().forEach(failure -> warnings.add(failure + "; tried again"));
        authority(overview, driver.authority, warnings);
        warnings.addAll(overview.suspensions());
        overview.lostPermissions()
                .forEach(pair -> warnings.add(pair.getKey().inWords() + " may no longer ask for "
                        + pair.getValue().inWords()
                        + ": the grant's string was used from a second device (expected: the owner of "
                        + pair.getValue().inWords() + " revokes that grant and makes a new one)"));
        warnings.addAll(overview.copies());
        if (overview.pendingPolicies() > 0) {
            warnings.add(Amount.of(overview.pendingPolicies(), "piece of equipment has", "pieces of equipment have")
                    + " not fetched keys that were revoked");
        }
        driver.accepted().crowd().ifPresent(warnings::add);
        warnings.addAll(overview.relayedUp(driver.runner.loop().now()));
        if (driver.options().relaying().on() && !settings.relaying().on()) {
            warnings.add("relay is on, and this process has room for no relayed call (expected: more open files, ulimit"
                    + " -n, or more memory; or relay = off)");
        }
        if (settings.probe() == RelaySettings.Probe.ON) {
            warnings.add("probe is on: anybody gets an answer, a little longer than the question");
        }
        return warnings;
    }
}
