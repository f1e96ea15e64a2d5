package org.ringback.processes;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.json.JSONObject;
import org.junit.rules.ExternalResource;
import org.ringback.kit.Capture;
import org.ringback.kit.Checked;
import org.ringback.kit.Family;
import org.ringback.kit.Folders;
import org.ringback.kit.Party;
import org.ringback.kit.Program;
import org.ringback.kit.RecordingNat;
import org.ringback.kit.RelayLoop;
import org.ringback.kit.Result;
import org.ringback.kit.Tickets;

/**
 * A server, a gateway with the thermostat and an issuer, as three processes; tests of a class share them, each with
 * equipment of its own. Everything is ended and removed behind the last one.
 */
final class Net extends ExternalResource {
    static final String IPV4 = "127.0.0.1:";
    static final String IPV6 = "[";

    private static final String KNOWN_AS = "known as ";
    private static final String SERVER_PID = "org.ringback.relay";

    private static final String ALL = "datagram,call-back,password,certified";
    private String systems;
    private String forward = "";
    private Checked.Call<Path> installation = Program::ringback;
    private Path program;
    private final List<AutoCloseable> open = Collections.synchronizedList(new ArrayList<>());
    private final RelayLoop recorders = opened(new RelayLoop());
    private Path folder;
    private Party server;
    private Party gateway;
    private Party issuer;

    /** The equipment named answers all four systems, other equipment what is the default. */
    Net(String... equipment) {
        this.systems = Stream.of(equipment).map(id -> id + "=" + ALL).collect(Collectors.joining("; "));
    }

    /** The gateway passes conversations on:  equipment/service=address:port */
    Net forwarding(String where) {
        forward = where;
        return this;
    }

    /** The three are of another installation, which is made by then. */
    Net of(Checked.Call<Path> other) {
        installation = other;
        return this;
    }

    @Override
    protected void before() throws IOException {
        program = Checked.get(installation);
        folder = Files.createTempDirectory("ringback-it-");
        server = party("server", "server")
                .configure(SERVER_PID, "listen = 127.0.0.1:0, [::1]:0", "refresh = 2")
                .start();
        gateway = party("demo", "gateway");
        configureGateway();
        gateway.start();
        issuer = party("issuer", "anna").start();
        server.ready();
        gateway.ready();
        issuer.ready();
    }

    private void configureGateway() {
        gateway.configure(
                "org.ringback.acceptor",
                "dialable = 127.0.0.0/8, ::1/128",
                "dials-per-minute = 600",
                "systems = " + systems,
                "forward = " + forward);
    }

    /** Writes into the gateway's configuration that equipment which answers all systems answers these alone. */
    void allow(String equipment, String only) {
        systems = systems.replace(equipment + "=" + ALL, equipment + "=" + only);
        configureGateway();
    }

    private Party party(String feature, String name) {
        return opened(new Party(program, feature, folder.resolve(name)));
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.add(one);
        return one;
    }

    /** Starts one more issuer, with a key of its own. */
    Party anotherIssuer(String name) {
        return moreIssuers(name).get(0);
    }

    /** Starts several more issuers side by side. */
    List<Party> moreIssuers(String... names) {
        List<Party> issuers =
                Stream.of(names).map(name -> party("issuer", name).start()).toList();
        issuers.forEach(Party::ready);
        return issuers;
    }

    /** A way to the server on which everything is seen. */
    RecordingNat passage() {
        return new RecordingNat(recorders, new Capture(), "issuer", Family.IPV4, serverAddress());
    }

    Party server() {
        return server;
    }

    Party gateway() {
        return gateway;
    }

    Party issuer() {
        return issuer;
    }

    /** Where the server listens on IPv4 now. */
    InetSocketAddress serverAddress() {
        String named = serverName(IPV4);
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(named.substring(IPV4.length())));
    }

    /** Where the server listens now, {@code host:port}, the one that begins so. */
    String serverName(String beginning) {
        String status = server.shell("status").ok();
        String known = status.substring(status.indexOf(KNOWN_AS) + KNOWN_AS.length());
        return Stream.of(known.substring(0, known.indexOf('\n')).split(",", -1))
                .map(String::strip)
                .filter(address -> address.startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    /** Enrols equipment for tls13, which reaches the server at these addresses, and waits until it is registered. */
    void join(String equipment, String... serverAddresses) {
        joinWith("tls13", equipment, serverAddresses);
    }

    /** Enrols equipment for these protections. */
    void joinWith(String protections, String equipment, String... serverAddresses) {
        String string = server.shell("enrol " + equipment + " --protections " + protections)
                .ok();
        gateway.shell("join", Tickets.enrolmentAt(string, serverAddresses)).ok();
        awaitRegistered(equipment);
    }

    void awaitRegistered(String equipment) {
        await(equipment + " registered").atMost(Duration.ofSeconds(30)).until(() -> registered(equipment));
    }

    boolean registered(String id) {
        return address(id).isPresent();
    }

    /** Where the equipment list says that it is, an issuer while its ring is pending; IPv4 only. */
    Optional<InetSocketAddress> address(String id) {
        return server.shell("registrations")
                .ok()
                .lines()
                .filter(line -> line.startsWith(id + " "))
                .map(line -> line.split(" +", -1)[2])
                .map(address -> new InetSocketAddress(
                        InetAddress.getLoopbackAddress(),
                        Integer.parseInt(address.substring(address.lastIndexOf(':') + 1))))
                .findFirst();
    }

    /** How many rings the server has under way. */
    int pendingRings() {
        String status = server.shell("status").ok();
        String before = status.substring(0, status.indexOf(" pending ring"));
        return Integer.parseInt(before.substring(before.lastIndexOf(' ') + 1));
    }

    /** Sets the password at the gateway. */
    void password(String equipment, String password) {
        gateway.shell("password " + equipment, password + "\n").ok();
    }

    /** Grants equipment to an issuer that reaches the server at these addresses. */
    void grant(String equipment, Party to, String... serverAddresses) {
        String string = gateway.shell("grant " + equipment + " " + to.home().getFileName())
                .ok();
        to.shell("accept-grant", Tickets.grantAt(string, serverAddresses)).ok();
    }

    /** Joins equipment and grants it to the issuer that is always there, all over these addresses of the server. */
    void provide(String equipment, String... serverAddresses) {
        join(equipment, serverAddresses);
        grant(equipment, issuer, serverAddresses);
    }

    /** Rings, hangs up, and returns the issuer's story. */
    JSONObject ring(String equipment, String system) {
        return ring(issuer, equipment, system);
    }

    static JSONObject ring(Party from, String equipment, String system) {
        Result result = from.shell("ring " + equipment + " --system " + system + " --json");
        if (result.output().isBlank()) {
            throw new AssertionError("ring " + equipment + ": no story, but: " + result.errors());
        }
        return new JSONObject(result.output()).put("exit", result.exit());
    }

    @Override
    protected void after() {
        List<AutoCloseable> all = new ArrayList<>(open);
        Collections.reverse(all);
        for (AutoCloseable one : all) {
            Checked.run(() -> one.close());
        }
        Folders.delete(folder);
    }
}
