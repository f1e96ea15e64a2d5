package org.ringback.shell.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.control.NetworkReport;
import org.ringback.api.control.RefusedException;
import org.ringback.api.control.ServerNetwork;

/**
 * The command {@code netcheck}: at each role that runs here, what is between this machine and the others, and what a ring
 * would do. Rings nobody. Thread-safe.
 */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=netcheck"})
public final class NetcheckCommand extends Command {
    /** How long to wait before a person is told that it takes longer. */
    private static final long PATIENCE_MILLIS = 3_000;

    private final Roles roles;
    private final long patience;

    /**
     * Makes the command.
     *
     * @param roles finds the roles of this process
     */
    @Activate
    public NetcheckCommand(@Reference Roles roles) {
        this(roles, PATIENCE_MILLIS);
    }

    NetcheckCommand(Roles roles, long patience) {
        super("netcheck");
        this.roles = roles;
        this.patience = patience;
    }

    /**
     * Looks at the network.
     *
     * @param session has the streams of the command
     * @param json whether to print JSON
     */
    @Fields({
        "good: whether, as far as can be told here, a ring from here would be answered directly (issuer), rings reach the equipment here (acceptor), and the server listens with a right clock: the exit code",
        "server.good: the same for this role; the field server is missing where no server runs here",
        "server.listening[].address: where it takes connections, by TCP and UDP",
        "server.listening[].scope: from where that can be reached: public, private, loopback",
        "server.listening[].probe: whether plain STUN probes are answered there",
        "server.notHad[]: configured addresses where it does not listen, and why",
        "server.advertised[]: what devices are told to dial",
        "server.clock: what its clock says",
        "server.words: what that means for devices",
        "server.relays: whether it relays calls whose ends do not meet directly",
        "server.relayedCalls: how many at once at most",
        "server.ring: the same in words",
        "checks[].role: issuer or acceptor",
        "checks[].servers[]: the names of one server",
        "checks[].equipment[]: what is asked for there, or registered there, by its name here",
        "checks[].good: whether nothing known here keeps a ring from being answered directly (issuer), or rings reach all equipment (acceptor)",
        "checks[].ring: what a ring would do, and by which way, in the words with which one ends",
        "checks[].advice: what to do about it",
        "checks[].udp: what is known of UDP",
        "checks[].clock: this machine's clock against the server's",
        "checks[].families[].family: IPv4 or IPv6",
        "checks[].families[].nat: loopback; open; firewall; no translation; translated, open; mapping; symmetric; translated; carrier; not told; or - where nothing is reached",
        "checks[].families[].words: the same with the addresses",
        "checks[].paths[].server: the name",
        "checks[].paths[].address: one of its addresses",
        "checks[].paths[].state: answered, older, untold, not-reached, no-route or unnamed",
        "checks[].paths[].words: why it was not answered",
        "checks[].paths[].protection: of the connection",
        "checks[].paths[].provedMillis: from the dial until the server was proved",
        "checks[].paths[].roundTripMillis: the smallest round trip that the server measured, to a hundredth",
        "checks[].paths[].mtu: the longest packet that the path takes whole, as far as this machine knows",
        "checks[].paths[].own: this machine's end of the connection",
        "checks[].paths[].seen: where the server sees it",
        "checks[].paths[].seenAgain: where this address of the server sees the port of the first connection",
        "checks[].paths[].clockAheadSeconds: how much the server's clock is ahead",
        "checks[].paths[].relays: whether the server relays calls; false too if it did not tell",
        "checks[].paths[].dialBack: what came of the server's own connection to there: came, elsewhere, refused, no-answer or not-tried"
    })
    @Example({"netcheck", "netcheck --json"})
    @Descriptor("what is between this machine and its servers: NAT, families, MTU, clock, and what a ring would do")
    public void netcheck(CommandSession session, @AsJson boolean json) {
        Terminal terminal = Terminal.of(session);
        Optional<ServerNetwork> server = server();
        Map<LocalRole, List<NetworkReport>> reports = reports(terminal, server.isPresent());
        boolean good = server.map(NetworkText::good).orElse(true)
                && reports.values().stream().flatMap(List::stream).allMatch(NetworkReport::good);
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("format", Json.FORMAT);
            all.put("good", good);
            server.ifPresent(one -> all.put("server", NetworkJson.server(one)));
            List<Map<String, Object>> checks = new ArrayList<>();
            reports.forEach((role, each) -> each.forEach(one -> checks.add(NetworkJson.check(role.label(), one))));
            all.put("checks", checks);
            terminal.out().println(Json.write(all));
        } else {
            server.ifPresent(one -> NetworkText.server(one, terminal.out()));
            reports.forEach((role, each) -> each.forEach(one -> NetworkText.check(role, one, terminal.out())));
        }
        if (!good) {
            throw CommandFailure.refused(failure(server, reports));
        }
    }

    /** Which role is not good; why, is printed above. */
    private static String failure(Optional<ServerNetwork> server, Map<LocalRole, List<NetworkReport>> reports) {
        return reports.entrySet().stream()
                .filter(of -> !of.getValue().stream().allMatch(NetworkReport::good))
                .findFirst()
                .map(of -> NetworkText.failure(of.getKey()))
                .orElseGet(() -> "netcheck: " + NetworkText.words(server.orElseThrow()));
    }

    private Optional<ServerNetwork> server() {
        if (roles.findServer().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(roles.server().network());
        } catch (RefusedException e) {
            throw Await.failure(e);
        }
    }

    /** Asks the acceptor and the issuer of this process; one that knows no server yet says so, unless another has more. */
    private Map<LocalRole, List<NetworkReport>> reports(Terminal terminal, boolean server) {
        Map<LocalRole, CompletionStage<List<NetworkReport>>> asked = new LinkedHashMap<>();
        roles.findAcceptor().ifPresent(acceptor -> asked.put(LocalRole.ACCEPTOR, acceptor.network()));
        roles.findIssuer().ifPresent(issuer -> asked.put(LocalRole.ISSUER, issuer.network()));
        if (asked.isEmpty() && !server) {
            asked.put(LocalRole.ISSUER, roles.issuer().network());
        }
        CompletableFuture<Void> later = CompletableFuture.runAsync(
                () -> terminal.err().println("Asking each address of the servers: 5 s each, 15 s in all at most."),
                CompletableFuture.delayedExecutor(patience, TimeUnit.MILLISECONDS));
        Map<LocalRole, List<NetworkReport>> reports = new LinkedHashMap<>();
        List<CommandFailure> failures = new ArrayList<>();
        try {
            asked.forEach((role, stage) -> take(role, stage, reports, failures::add));
        } finally {
            later.cancel(false);
        }
        if (reports.isEmpty() && !server && !failures.isEmpty()) {
            throw failures.get(0);
        }
        failures.forEach(failure -> terminal.err().println(failure.getMessage()));
        return reports;
    }

    private static void take(
            LocalRole role,
            CompletionStage<List<NetworkReport>> stage,
            Map<LocalRole, List<NetworkReport>> reports,
            Consumer<CommandFailure> failed) {
        try {
            reports.put(role, Await.on(stage));
        } catch (CommandFailure failure) {
            failed.accept(failure);
        }
    }
}
