package org.ringback.processes;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import org.ringback.kit.Party;
import org.ringback.kit.Result;

/**
 * The walks of docs/architecture.md are those of the running program: each row is a type that is entered, in that order, and
 * whatever else is entered is named below the table. With {@code -Ddocs.write=true} what is missing is put there, to be sorted by hand.
 */
public final class WalksIT {
    private static final Path DOCUMENT = Path.of("../../docs/architecture.md");
    private static final Pattern ROW = Pattern.compile("\\| \\d+ \\| \\[([\\w.]+)]\\(([^)]+)\\) \\| .+ \\|");
    private static final String BESIDE = "Asked on the way: ";
    private static final int MOST_BEFORE_THE_DECISION = 19;

    /** It listens to the suites as roles do, and whoever began first hears first. */
    private static final Set<String> LISTENERS = Set.of("CallsComponent");

    private static final List<Walk> WALKS = List.of(
            new Walk(
                    "A registration at the server",
                    new Walk.Leg("ringback-relay", "UdpSocket.channelRead", "InMemoryRegistry.put")),
            new Walk(
                    "A Connect at the server, up to its decision",
                    new Walk.Leg("ringback-relay", "TcpConnection.channelRead", "RingTable.connect")),
            new Walk(
                    "A changed configuration",
                    new Walk.Leg("ringback-configuration", "ConfigurationReader.look", "Told.set"),
                    new Walk.Leg("CM .*", "RelayComponent.modified", "RoleLoop.execute"),
                    new Walk.Leg("ringback-relay", "RelayCore.handle", "RelayCore.handle")),
            new Walk(
                    "A shell command that changes something",
                    new Walk.Leg("ringback-shell-accept", "ShellServer.begin", "ShellThreads.start"),
                    new Walk.Leg("ringback-shell-command", "ShellSession.run", "ContainerSessions.create"),
                    new Walk.Leg("pipe-revoke.*", "RevokeCommand.<init>", "RoleLoop.execute"),
                    new Walk.Leg("ringback-acceptor", "AcceptorCore.handle", "Permissions.revoke")),
            new Walk(
                    "A suite that goes",
                    new Walk.Leg("pipe-felix:stop.*", "SuiteTracker.removeProvider", "RoleLoop.execute", LISTENERS)),
            new Walk(
                    "A suite that comes",
                    new Walk.Leg("pipe-felix:start.*", "SuiteTracker.addProvider", "RoleLoop.execute", LISTENERS)));

    private static final int TRIES = 3;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Rule
    public final Timeout limit = new Timeout(3, TimeUnit.MINUTES);

    @Test
    public void whatTheArchitectureDrawsIsWhatTheProgramDoes() throws Exception {
        List<Calls.Call> calls;
        Path home = folder.newFolder().toPath().resolve("home");
        try (Party party = new Party("system", home)
                .configure("org.ringback.relay", "listen = 127.0.0.1:0", "refresh = 1", "relay = off")
                .debugged()
                .start()) {
            party.awaitLog("runs, home");
            try (Calls seen = Calls.of(party.debugPort())) {
                calls = walked(seen, party);
            }
        }
        String text = Files.readString(DOCUMENT);
        for (Walk walk : WALKS) {
            text = compared(walk, walk.through(calls), text);
        }
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(DOCUMENT, text);
        }
        assertEquals("docs/architecture.md (written with -Ddocs.write=true)", text, Files.readString(DOCUMENT));
    }

    /**
     * Walks, and again if the ring was not answered: a program that is looked at interprets its code, so that on a busy
     * machine the limits of a ring may pass.
     */
    private static List<Calls.Call> walked(Calls seen, Party party) throws Exception {
        for (int left = TRIES - 1; ; left--) {
            try {
                return seen.during(() -> walk(party));
            } catch (ExecutionException e) {
                if (left == 0 || !(e.getCause() instanceof Unanswered)) {
                    throw e;
                }
            }
        }
    }

    /** A ring was not answered. */
    private static final class Unanswered extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unanswered(Result ring) {
            super(ring.errors());
        }
    }

    /** What the walks need to happen, one after the other. */
    private static void walk(Party party) {
        Result ring = party.shell("ring thermostat-1 --system call-back --json");
        if (ring.exit() != 0) {
            throw new Unanswered(ring);
        }
        party.shell("revoke thermostat-1 anna").ok();
        String crypto = party.shell("felix:lb -s org.ringback.crypto").ok();
        Matcher bundle = Pattern.compile("(\\d+)\\|Active[^|]*\\|[^|]*\\|org\\.ringback\\.crypto[ |(]")
                .matcher(crypto);
        assertTrue(crypto, bundle.find());
        party.shell("felix:stop " + bundle.group(1)).ok();
        party.shell("felix:start " + bundle.group(1)).ok();
        long before = taken(party);
        party.configure("org.ringback.relay", "listen = 127.0.0.1:0", "refresh = 2");
        await().atMost(10, TimeUnit.SECONDS).until(() -> taken(party) > before);
    }

    private static long taken(Party party) {
        return party.log()
                .lines()
                .filter(line -> line.contains("org.ringback.relay: configuration taken"))
                .count();
    }

    /** The document with what was seen of one walk. */
    private static String compared(Walk walk, Set<Calls.Type> seen, String text) {
        int begin = text.indexOf("### " + walk.title() + "\n");
        assertTrue("no heading '### " + walk.title() + "' in the document", begin >= 0);
        int end = text.indexOf("\n#", begin + 1);
        String section = text.substring(begin, end);
        List<String> rows = new ArrayList<>();
        Matcher row = ROW.matcher(section);
        while (row.find()) {
            rows.add(row.group(1));
            Path file = DOCUMENT.resolveSibling(row.group(2));
            assertTrue(row.group(2), Files.exists(file));
        }
        Map<String, Calls.Type> byName =
                seen.stream().collect(Collectors.toMap(Calls.Type::name, type -> type, (first, second) -> first));
        assertEquals(
                walk.title() + ": the rows in the order in which they are entered",
                byName(seen).filter(rows::contains).toList(),
                rows);
        if (walk.title().contains("decision")) {
            int before = rows.size() - 1;
            assertTrue(before + " rows before the decision", before <= MOST_BEFORE_THE_DECISION);
        }
        Set<String> beside = new TreeSet<>(byName.keySet());
        beside.removeIf(name -> byName.get(name).value());
        rows.forEach(beside::remove);
        String told = beside.isEmpty()
                ? ""
                : BESIDE + beside.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", ")) + ".\n";
        String without =
                section.lines().filter(line -> !line.startsWith(BESIDE)).collect(Collectors.joining("\n"));
        return text.substring(0, begin) + without.stripTrailing() + "\n\n" + told + text.substring(end);
    }

    private static Stream<String> byName(Set<Calls.Type> types) {
        return new LinkedHashSet<>(types).stream().map(Calls.Type::name).distinct();
    }
}
