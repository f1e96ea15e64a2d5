package org.ringback.nat;

import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.json.JSONArray;
import org.json.JSONObject;
import org.ringback.kit.Checked;
import org.ringback.kit.Folders;
import org.ringback.kit.Namespaces;
import org.ringback.kit.Party;

/**
 * The assembled programs on the {@link Grounds}: a server, a gateway at each home, an issuer of each kind, and, where it is
 * asked for, in each house a program that is an issuer and a second gateway. Each issuer may ring each gateway. Rings may be
 * made by several threads.
 */
final class World implements AutoCloseable {
    /** What both ends of a conversation say at least: more than any handshake. */
    static final int BYTES = 16 << 10;

    private static final Duration REGISTERED = Duration.ofMinutes(1);
    private static final String HEAP = "96m";

    /** As many start at once as processors have work with. */
    private static final int AT_ONCE = 3;

    private final Grounds grounds;
    private final Path folder;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Party server;
    private final Map<Kind, Party> gateways = new EnumMap<>(Kind.class);
    private final Map<Kind, Party> issuers = new EnumMap<>(Kind.class);
    /** In the houses, beside the gateways. */
    private final Map<Kind, Party> others = new EnumMap<>(Kind.class);

    private World(Grounds grounds, boolean houses) {
        this.grounds = grounds;
        folder = Checked.get(() -> Files.createTempDirectory("ringback-nat-"));
        server = party("server", "server", grounds.server().machine())
                .configure("org.ringback.relay", "listen = " + String.join(",", Plan.server()));
        for (Kind kind : grounds.homes()) {
            Site site = grounds.home(kind);
            gateways.put(kind, gateway("acceptor", kind, "home", site.machine()));
            if (houses && kind.hasHouse()) {
                others.put(kind, gateway("system", kind, "house", site.secondMachine()));
            }
        }
        for (Kind kind : grounds.issuers()) {
            issuers.put(
                    kind,
                    party("issuer", "from-" + kind.label(), grounds.issuer(kind).machine()));
        }
    }

    /** Starts all, and waits until each gateway is registered and each issuer has its grants. */
    static World start(List<Kind> homes, List<Kind> issuers, boolean houses) {
        Grounds grounds = Grounds.make(homes, issuers);
        World world = new World(grounds, houses);
        try {
            world.begin();
        } catch (RuntimeException | AssertionError e) {
            world.close();
            throw e;
        }
        return world;
    }

    private Party party(String feature, String name, String space) {
        Party party = new Party(feature, folder.resolve(name))
                .under(Namespaces.inside(space))
                .within(HEAP);
        open.add(party);
        return party;
    }

    /** One that has an echo behind it. */
    private Party gateway(String feature, Kind kind, String name, String space) {
        open.add(Script.start(space, "echo.pl", List.of()).awaitLine());
        String equipment = name + "-" + kind.label();
        return party(feature, equipment, space)
                .configure("org.ringback.acceptor", "forward = " + equipment + "/echo=127.0.0.1:7");
    }

    private void begin() {
        server.start().ready();
        List<Party> ends = Stream.of(gateways, others, issuers)
                .flatMap(some -> some.values().stream())
                .toList();
        side(
                AT_ONCE,
                ends.stream().<Runnable>map(end -> () -> end.start().ready()).toList());
        List<Party> called = Stream.of(gateways, others)
                .flatMap(some -> some.values().stream())
                .toList();
        called.forEach(gateway -> gateway.shell(
                        "join --at acceptor",
                        server.shell("enrol " + name(gateway)).ok())
                .ok());
        called.forEach(gateway -> awaitRegistered(name(gateway)));
        side(
                AT_ONCE,
                issuers.values().stream()
                        .<Runnable>map(issuer -> () -> called.forEach(gateway -> grant(gateway, issuer)))
                        .toList());
        others.forEach((kind, other) -> grant(party(gateways, kind), other));
    }

    /** Runs some side by side, so many at once at most, to the end of all or the first failure. */
    static void side(int atOnce, List<Runnable> all) {
        ExecutorService threads = Executors.newFixedThreadPool(atOnce);
        try {
            List<Future<?>> running = new ArrayList<>();
            all.forEach(one -> running.add(threads.submit(one)));
            running.forEach(one -> Checked.run(one::get));
        } finally {
            threads.shutdownNow();
        }
    }

    private static String name(Party party) {
        return party.home().getFileName().toString();
    }

    private static void grant(Party gateway, Party issuer) {
        issuer.shell(
                        "accept-grant",
                        gateway.shell("grant " + name(gateway) + " " + name(issuer))
                                .ok())
                .ok();
    }

    private void awaitRegistered(String equipment) {
        await(equipment + " is registered").atMost(REGISTERED).until(() -> seenAt(equipment)
                .isPresent());
    }

    private static Party party(Map<Kind, Party> some, Kind kind) {
        Party party = some.get(kind);
        if (party == null) {
            throw new IllegalArgumentException(kind.label() + " (expected: one of " + some.keySet() + ")");
        }
        return party;
    }

    Grounds grounds() {
        return grounds;
    }

    Party server() {
        return server;
    }

    /** {@return who rings in a cell} */
    Party issuer(Cell cell) {
        return cell.issuer().map(kind -> party(issuers, kind)).orElseGet(() -> party(others, cell.home()));
    }

    /** {@return what is rung in a cell} */
    String equipment(Cell cell) {
        return name(party(gateways, cell.home()));
    }

    /** {@return what is rung at the second gateway of its house} */
    String secondEquipment(Cell cell) {
        return name(party(others, cell.home()));
    }

    /** {@return the site of its home} */
    Site home(Cell cell) {
        return grounds.home(cell.home());
    }

    /** {@return the numbers of both sites of a cell} */
    Set<Integer> sites(Cell cell) {
        return new TreeSet<>(List.of(home(cell).number(), away(cell).number()));
    }

    /** {@return the site of its issuer} */
    Site away(Cell cell) {
        return cell.issuer().map(grounds::issuer).orElseGet(() -> home(cell));
    }

    /** {@return where the server sees equipment, if it is registered} */
    Optional<InetSocketAddress> seenAt(String equipment) {
        String told = server.shell("registrations --json --like " + equipment).ok();
        JSONArray all = new JSONObject(told).getJSONArray("registrations");
        return IntStream.range(0, all.length())
                .mapToObj(all::getJSONObject)
                .filter(row -> row.getString("id").equals(equipment))
                .map(row -> Plan.socket(row.getString("address")))
                .findFirst();
    }

    /** The server ends without a word and comes up again, as after a power cut. */
    void restartServer() {
        server.kill();
        server.start().ready();
    }

    @Override
    public void close() {
        for (int i = open.size() - 1; i >= 0; i--) {
            AutoCloseable one = open.get(i);
            Checked.run(() -> one.close());
        }
        grounds.close();
        Folders.delete(folder);
    }
}
