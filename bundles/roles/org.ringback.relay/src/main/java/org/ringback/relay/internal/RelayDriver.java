package org.ringback.relay.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.api.Secret;
import org.ringback.api.audit.AuditEntry;
import org.ringback.api.control.AuthorityChange;
import org.ringback.api.control.RefusedException;
import org.ringback.api.net.AddressText;
import org.ringback.kernel.Action;
import org.ringback.kernel.CoreRunner;
import org.ringback.kernel.Event;
import org.ringback.kernel.Link;
import org.ringback.kernel.Registry;
import org.ringback.kernel.StoryKeeper;
import org.ringback.kernel.Suite;
import org.ringback.kernel.Suites;
import org.ringback.kernel.Workers;
import org.ringback.relay.core.RelayAction;
import org.ringback.relay.core.RelayCore;
import org.ringback.relay.core.RelayEvent;
import org.ringback.relay.core.RelayTables;
import org.ringback.spi.ProtectionSession;
import org.ringback.spi.ServerCredentials;
import org.ringback.store.Store;
import org.ringback.transport.Loop;
import org.ringback.transport.Transport;
import org.ringback.transport.UdpPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives the core: turns what happens into events, and carries out the actions. Methods may be called from any thread,
 * unless they say that they belong to the loop.
 */
final class RelayDriver {
    private static final Logger LOG = LoggerFactory.getLogger(RelayDriver.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration MAX_RETRY = Duration.ofMinutes(1);

    final Suites suites;
    final Authority authority;
    private final Loop loop;
    private final RelayCore core;
    final CoreRunner<RelayCore> runner;
    final Sockets sockets;
    private final StoryKeeper stories;
    private final AcceptedConnections accepted;
    private final DialBacks dialBacks;
    private final Workers setUp = Workers.queueing("ringback-set-up", 1);
    private final Runnable unlisten;
    private volatile RelayConfiguration options;
    private final Consumer<AuditEntry> audit;

    /**
     * Makes the server; opens no socket.
     *
     * @param audit records what devices do; returns at once
     * @param left what the server before left in this process ({@link #leave})
     */
    RelayDriver(
            Transport transport,
            Store store,
            Registry registry,
            Suites suites,
            Authority authority,
            RandomGenerator random,
            RelayConfiguration options,
            Consumer<AuditEntry> audit,
            Optional<byte[]> left) {
        this.suites = suites;
        this.authority = authority;
        this.options = options;
        this.audit = audit;
        this.loop = transport.newLoop("relay");
        this.core = new RelayCore(
                options.settings(options.listen(), authority.pins()),
                suites,
                registry,
                random,
                store::each,
                this::roundTrip,
                loop.now(),
                left);
        this.runner = new CoreRunner<>(
                new CoreRunner.Surroundings(transport, loop, store, suites, transport::hasRoute),
                core,
                event -> accepted().heard(event),
                this::perform,
                "the server");
        this.stories = new StoryKeeper(RelayTables.STORIES, core.kept(), core.metrics(), store, loop);
        this.accepted = new AcceptedConnections(runner, core.metrics(), suites, this::session, options);
        this.sockets = new Sockets(transport, loop, this::datagram, accepted::accept, options.listen());
        this.dialBacks = new DialBacks(transport, loop, runner::submit);
        this.unlisten = suites.listen(() -> loop.execute(this::suiteChanged));
    }

    /**
     * Opens the sockets that can be bound; tries the others again, less and less often. Not to be called on a loop.
     *
     * @return whether any is open
     */
    boolean open() {
        sockets.open();
        sockets.failures().forEach(failure -> LOG.error("{}: {}; tried again", RelayComponent.PID, failure));
        configure(options);
        told();
        openTheRestIn(FIRST_RETRY);
        return !sockets.bound().isEmpty();
    }

    private void openTheRestIn(Duration wait) {
        if (!sockets.failures().isEmpty()) {
            Duration next = Collections.min(List.of(wait.multipliedBy(2), MAX_RETRY));
            loop.schedule(wait, () -> setUp.run(() -> openTheRest(next), fault -> openTheRestIn(next)));
        }
    }

    private void openTheRest(Duration next) {
        int before = sockets.bound().size();
        sockets.open();
        if (sockets.bound().size() > before) {
            configureCore();
            told();
        }
        openTheRestIn(next);
    }

    private void told() {
        if (!sockets.bound().isEmpty()) {
            LOG.info(
                    "server listens on {}",
                    sockets.bound().stream().map(AddressText::print).toList());
        }
    }

    /** Takes a new configuration; the sockets stay. */
    void configure(RelayConfiguration changed) {
        options = changed;
        loop.execute(() -> accepted.limits(changed));
        configureCore();
    }

    private void configureCore() {
        loop.execute(() -> {
            runner.submit(new RelayEvent.Configure(options.settings(sockets.named(), authority.pins())));
            // A handshake that began earlier may be under the former CA.
            runner.submit(authority.inUse(runner.connections().nextAccepted()));
        });
    }

    RelayConfiguration options() {
        return options;
    }

    /** To be used on the loop. */
    AcceptedConnections accepted() {
        return accepted;
    }

    /** Makes the backup CA the CA; open connections and running handshakes go on. */
    CompletableFuture<AuthorityChange> authorityFromBackup(Secret pem) {
        CompletableFuture<Secret> begun = runner.beginNeedingCrypto(request -> runner.complete(request, pem));
        return begun.thenCompose(this::takeBackupLater);
    }

    private CompletableFuture<AuthorityChange> takeBackupLater(Secret pem) {
        CompletableFuture<AuthorityChange> done = new CompletableFuture<>();
        boolean taken = setUp.run(
                () -> {
                    try {
                        done.complete(takeBackup(pem));
                    } catch (IOException e) {
                        done.completeExceptionally(new RefusedException("authority: " + e.getMessage()));
                    } catch (IllegalArgumentException e) {
                        done.completeExceptionally(e);
                    }
                },
                done::completeExceptionally);
        if (!taken) {
            done.completeExceptionally(
                    new RefusedException("the server is stopped (expected: start it and give the command again)"));
        }
        return done;
    }

    private AuthorityChange takeBackup(Secret pem) throws IOException {
        boolean waiting = runner.look(core -> core.overview().strangers().count()) > 0;
        Optional<Authority.Replaced> replaced = authority.fromBackup(
                suites.current().provider().authorities(),
                pem,
                waiting,
                loop.now().wall());
        KeyFingerprint now = authority.pins().authorities().get(0);
        if (replaced.isPresent()) {
            LOG.warn("the server's CA is {} now, the backup CA until now", now.shortForm());
            configureCore();
        }
        return runner.look(core -> {
            replaced.ifPresent(old -> old.before().authority().destroy());
            return new AuthorityChange(
                    replaced.isPresent(),
                    now,
                    core.overview().enrolled(),
                    replaced.map(old -> strangers(core, old.before(), now)).orElse(0),
                    replaced.map(Authority.Replaced::backup)
                            .orElse(authority.backups().usual())
                            .toString());
        });
    }

    /**
     * How many devices do not trust the CA in use: those enrolled before it was a backup CA, or while another one took
     * the place of a lost one.
     */
    private int strangers(RelayCore core, AuthorityRecord before, KeyFingerprint now) {
        return before.standsIn() && !before.pins(now)
                ? core.overview().enrolled() - core.overview().enrolledBefore(before.pinned())
                : core.overview().strangers().count();
    }

    /** Ends everything, the sockets too. */
    void close() {
        end(false, () -> {});
    }

    /**
     * Ends everything but the sockets, which stay open for the successor with the datagrams and connections that wait.
     *
     * @param heir is given what the successor needs, on the loop
     */
    void leave(Consumer<byte[]> heir) {
        end(true, () -> heir.accept(core.leave()));
    }

    private void end(boolean keepSockets, Runnable last) {
        unlisten.run();
        setUp.close();
        sockets.close(keepSockets);
        runner.stop(() -> {
            last.run();
            stories.close();
        });
    }

    private Optional<Duration> roundTrip(long connection) {
        return runner.connections().find(connection).flatMap(Link::roundTrip);
    }

    private void datagram(ByteBuffer bytes, InetSocketAddress source, UdpPort port) {
        runner.submit(new Event.Datagram(bytes, source, port.local()));
    }

    /** A server that nobody dials lets go of what an old version of the crypto bundle made, too. */
    private void suiteChanged() {
        authority.dropLeavesOfOthers(suites.current().provider().authorities());
    }

    /** Makes our end of a handshake that begins now. */
    private ProtectionSession session(Suite suite, ProtectionId protection) {
        ServerCredentials credentials = authority.credentials(
                suite.provider().authorities(),
                options.hosts(sockets.named()),
                loop.now().wall());
        return suite.find(protection)
                .orElseThrow(() -> new IllegalStateException("the protection went"))
                .answer(credentials);
    }

    private void perform(Action action) {
        if (action instanceof Action.SendDatagram datagram) {
            UdpPort port = sockets.port(datagram.from());
            if (port != null) {
                port.send(ByteBuffer.wrap(datagram.bytes()), datagram.to());
            }
        } else if (action instanceof RelayAction.DialBack wanted) {
            dialBacks.dial(wanted);
        } else if (action instanceof RelayAction.Alarm alarm) {
            LOG.warn("alarm: {}", alarm.message());
        } else if (action instanceof RelayAction.Recorded made) {
            audit.accept(made.entry());
        } else {
            accepted.perform(action);
        }
    }
}
