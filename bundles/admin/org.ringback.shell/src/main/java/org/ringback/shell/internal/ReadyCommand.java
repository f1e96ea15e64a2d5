package org.ringback.shell.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The command {@code ready}, with which programs wait for a start to succeed or to fail. Also a service
 * {@link UnaryOperator}, by which the launcher asks if the local socket is off, as it shares only JDK types with
 * bundles. Thread-safe.
 */
@Component(
        service = {Command.class, UnaryOperator.class},
        property = {"osgi.command.scope=ringback", "osgi.command.function=ready", ReadyCommand.TELLS})
public final class ReadyCommand extends Command implements UnaryOperator<String> {
    /** Property by which the launcher finds the service. */
    static final String TELLS = "ringback.tells=ready";

    private static final long POLL_MILLIS = 20;

    /** How long to ignore reasons that may pass: a component may fail at first and succeed soon. */
    private static final long GRACE_MILLIS = 500;

    /** Default of {@code --wait}: the command chooses how long to wait. */
    private static final int BY_ITSELF = Integer.MIN_VALUE;

    private static final int SECONDS = 30;
    private static final int MAX_SECONDS = 600;

    private final Roles roles;
    private final Reasons reasons;

    /**
     * Makes the command.
     *
     * @param roles finds the roles of this process
     * @param reasons tells why a role does not run
     */
    @Activate
    public ReadyCommand(@Reference Roles roles, @Reference Reasons reasons) {
        super("ready");
        this.roles = roles;
        this.reasons = reasons;
    }

    /**
     * Waits until the named roles run, and prints the state of each; or says why one does not run.
     *
     * @param session has the streams of the command
     * @param wait the longest wait, in seconds
     * @param names the names of the roles
     */
    @Example("ready acceptor --wait 60")
    @Descriptor("wait until roles run here, or say why one does not")
    public void ready(
            CommandSession session,
            @Descriptor("SECONDS: at most so long, 0 to 600; default 30, and 600 for one that reads its data")
                    @Parameter(
                            names = {"-w", "--wait"},
                            absentValue = "")
                    String wait,
            @Descriptor("ROLE...: server, acceptor, issuer; default: those that run, or, where none does, those that"
                            + " are part of the process")
                    String... names) {
        int seconds = wait.isEmpty() ? BY_ITSELF : Numbers.within("--wait", wait, 0, MAX_SECONDS);
        List<LocalRole> wanted = Arrays.stream(names).map(LocalRole::named).toList();
        if (wanted.isEmpty()) {
            wanted = byItself();
        }
        await(wanted, seconds);
        Terminal terminal = Terminal.of(session);
        warnings(wanted).forEach(terminal.err()::println);
        texts(wanted).forEach(terminal.out()::println);
    }

    /**
     * Does the same for the launcher.
     *
     * @param names the names of the roles, separated by spaces
     * @return what the command prints, in lines
     * @throws CommandFailure if one does not run; the message says why
     */
    @Override
    public String apply(String names) {
        List<LocalRole> wanted = Stream.of(names.split(" ", -1))
                .filter(name -> !name.isEmpty())
                .map(LocalRole::named)
                .toList();
        await(wanted, BY_ITSELF);
        return Stream.concat(warnings(wanted), texts(wanted)).collect(Collectors.joining("\n"));
    }

    private Stream<String> warnings(List<LocalRole> wanted) {
        return Stream.concat(
                        roles.partWarnings().stream(), wanted.stream().flatMap(role -> role.warnings(roles).stream()))
                .map(warning -> "WARNING: " + warning);
    }

    private Stream<String> texts(List<LocalRole> wanted) {
        return wanted.stream().map(role -> role.label() + ": " + role.text(roles));
    }

    /** Without names: the roles that run; if none does, those that should, as that is no success. */
    private List<LocalRole> byItself() {
        List<LocalRole> running = LocalRole.those(role -> role.runs(roles));
        List<LocalRole> meant = running.isEmpty() ? LocalRole.those(role -> reasons.installed(role.bundle())) : running;
        if (meant.isEmpty()) {
            throw LocalRole.none();
        }
        return meant;
    }

    private void await(List<LocalRole> wanted, int seconds) {
        long began = System.nanoTime();
        while (true) {
            Optional<LocalRole> absent =
                    wanted.stream().filter(role -> !role.runs(roles)).findFirst();
            if (absent.isEmpty()) {
                return;
            }
            long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            Optional<String> reason = reason(absent.get(), Reasons.Reason::lasting);
            if (reason.isPresent() && (seconds == 0 || waited >= GRACE_MILLIS)) {
                throw CommandFailure.refused(absent.get().label() + ": does not run: " + reason.get());
            }
            if (!reasons.installed(absent.get().bundle())) {
                throw new CommandFailure(
                        CommandFailure.NO_ROLE,
                        absent.get().label() + ": does not run: its bundle is not part of this process");
            }
            int limit = seconds == BY_ITSELF ? limit(reasons.of(absent.get().bundle())) : seconds;
            if (waited >= TimeUnit.SECONDS.toMillis(limit)) {
                throw new CommandFailure(
                        CommandFailure.NO_ROLE,
                        absent.get().label() + ": does not run: "
                                + reason(absent.get(), any -> true).orElse("it has not come yet")
                                + "; waited for " + limit + " s");
            }
            pause();
        }
    }

    /**
     * How long to wait, in seconds: longer for a role that is still reading its store, as a server with very many
     * enrolments does.
     */
    static int limit(Optional<Reasons.Reason> reason) {
        return reason.filter(Reasons.Reason::starting).isPresent() ? MAX_SECONDS : SECONDS;
    }

    private Optional<String> reason(LocalRole role, Predicate<Reasons.Reason> counts) {
        return reasons.of(role.bundle())
                .filter(counts)
                .map(Reasons.Reason::text)
                // a role that runs by now has no reason any more
                .or(() -> role.runs(roles)
                        ? Optional.empty()
                        : Optional.of(joined(role.hindrances(roles))).filter(text -> !text.isEmpty()));
    }

    /** Joins faults; if all of them expected the same, says that once, at the end. */
    static String joined(List<String> faults) {
        Set<String> expected = faults.stream().map(ReadyCommand::expected).collect(Collectors.toSet());
        String common = expected.size() == 1 ? expected.iterator().next() : "";
        return faults.stream()
                        .map(fault -> fault.substring(0, fault.length() - common.length()))
                        .collect(Collectors.joining("; "))
                + common;
    }

    private static String expected(String fault) {
        int at = fault.lastIndexOf(" (expected: ");
        return at < 0 ? "" : fault.substring(at);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.refused("interrupted");
        }
    }
}
