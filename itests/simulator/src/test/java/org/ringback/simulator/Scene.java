package org.ringback.simulator;

import static org.junit.Assert.assertThrows;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.ringback.api.EquipmentId;
import org.ringback.simulator.tcp.NetworkKind;

/**
 * A server, a home with a gateway of two pieces of equipment behind NAT, and two persons: anna, who may ring both, and
 * ben, who may ring the lamp. All three hosts have both address families; the NAT is IPv4's.
 */
final class Scene {
    static final EquipmentId LAMP = new EquipmentId("lamp-1");
    static final EquipmentId THERMOSTAT = new EquipmentId("thermostat-1");
    static final EquipmentId ANNA = new EquipmentId("anna");
    static final EquipmentId BEN = new EquipmentId("ben");
    static final String PASSWORD = "correct horse";
    static final Instant BEGIN = Instant.parse("2027-01-15T08:00:00Z");

    private static final Duration COMMAND = Duration.ofSeconds(30);
    private static final Duration STEADY = Duration.ofSeconds(30);
    private static final int PORTS = 20_000;
    private static final int STRANGER = 9;

    private final Simulation simulation;
    private final UdpNet udp;
    private final TcpNet tcp;
    private final Nat nat;
    private final Toolbox toolbox;
    private final Referee referee;
    private final ServerParty server;
    private final GatewayParty gateway;
    private final Map<EquipmentId, IssuerParty> issuers = new TreeMap<>();
    private boolean ipv6First;

    /** What everybody has on disk. */
    record Disks(Instant wall, Disk server, Disk gateway, Map<EquipmentId, Disk> issuers) {
        static Disks empty() {
            return new Disks(BEGIN, new Disk(), new Disk(), Map.of(ANNA, new Disk(), BEN, new Disk()));
        }
    }

    Scene(long seed, Disks disks) {
        this(seed, disks, new Uplink(NetworkKind.MAPPING, NetworkKind.OPEN));
    }

    /**
     * A scene in which nobody has started.
     *
     * @param home what the home's network stands behind, of TCP; that of datagrams is a {@link Nat} wherever IPv4 is
     *     translated, and nothing else
     */
    Scene(long seed, Disks disks, Uplink home) {
        simulation = new Simulation(seed, disks.wall());
        nat = new Nat(simulation, "203.0.113.5", "203.0.113.77");
        udp = new UdpNet(simulation, nat);
        tcp = new TcpNet(simulation);
        toolbox = new Toolbox(simulation.fork());
        referee = new Referee(this);
        server = new ServerParty(
                this,
                new Host("server", "192.0.2.1", "2001:db8:1::1", Optional.empty(), 0),
                disks.server().copy());
        gateway = new GatewayParty(this, home(home), disks.gateway().copy(), Set.of(LAMP, THERMOSTAT));
        issuers.put(ANNA, issuer("anna", 1, disks.issuers().get(ANNA)));
        issuers.put(BEN, issuer("ben", 2, disks.issuers().get(BEN)));
        ipv6First = simulation.chance(0.5);
    }

    private Host home(Uplink uplink) {
        boolean translated = uplink.ipv4().translates();
        Host host = new Host(
                "gateway",
                translated ? "192.168.1.2" : "203.0.113.9",
                "2001:db8:2::2",
                translated ? Optional.of(nat) : Optional.empty(),
                simulation.below(PORTS));
        tcp.kernels().move(host, uplink);
        return host;
    }

    private IssuerParty issuer(String name, int number, Disk disk) {
        Host host = new Host(
                name, "198.51.100." + number, "2001:db8:3::" + number, Optional.empty(), simulation.below(PORTS));
        return new IssuerParty(this, host, disk.copy());
    }

    /** Which of the server's addresses everybody tries first. */
    Scene preferring(int family) {
        ipv6First = family == 6;
        return this;
    }

    /** A person's machine stands behind this. */
    Scene guarded(EquipmentId person, Entrance entrance) {
        return behind(person, entrance.uplink());
    }

    /** A person's machine stands in a network of its own, behind this. */
    Scene behind(EquipmentId person, Uplink uplink) {
        tcp.kernels().move(issuer(person).host(), uplink);
        return this;
    }

    /** A person's machine stands in the home's network, beside the gateway. */
    Scene atHome(EquipmentId person) {
        tcp.kernels().join(issuer(person).host(), gateway.host());
        return this;
    }

    /** Each person's machine stands behind an entrance that is drawn. */
    Scene guarded() {
        issuers.keySet().forEach(person -> guarded(person, Entrance.draw(simulation)));
        return this;
    }

    /** Everybody starts, and waits until the equipment is registered. */
    Scene started() {
        parties().forEach(Party::start);
        steady();
        return this;
    }

    /** A scene in which everything is enrolled, granted and stored, through the cores' own commands. */
    static Scene provisioned(long seed) {
        return new Scene(seed, Disks.empty()).provide();
    }

    /** Everybody starts with an empty disk, and is enrolled, granted and stored. */
    Scene provide() {
        parties().forEach(Party::start);
        for (EquipmentId id : List.of(LAMP, THERMOSTAT)) {
            String enrolment = await(server.enrol(id));
            await(gateway.join(enrolment));
            await(gateway.password(id, PASSWORD));
        }
        grant(LAMP, ANNA);
        grant(THERMOSTAT, ANNA);
        grant(LAMP, BEN);
        steady();
        return this;
    }

    void grant(EquipmentId equipment, EquipmentId person) {
        String grant = await(gateway.grant(equipment, person));
        await(issuer(person).acceptGrant(grant));
        await(issuer(person).password(equipment, PASSWORD));
    }

    /** One more person, who knows nobody. */
    IssuerParty stranger() {
        return newcomer("stranger", STRANGER);
    }

    private IssuerParty newcomer(String name, int number) {
        IssuerParty newcomer = issuer(name, number, new Disk());
        issuers.put(new EquipmentId(name), newcomer);
        newcomer.start();
        return newcomer;
    }

    /** Six persons more who may ring the lamp. */
    List<IssuerParty> sixGranted() {
        List<IssuerParty> six = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            six.add(newcomer("guest-" + i, STRANGER + i));
            grant(LAMP, new EquipmentId("guest-" + i));
        }
        return six;
    }

    /** The gateway's connections with the server break. */
    void cutSecondConnections() {
        tcp.cut(gateway.host(), server.host());
    }

    /** Lets time pass until a command is done. {@return what comes of it} */
    <T> T await(CompletableFuture<T> command) {
        Referee.check(
                simulation.runUntil(command::isDone, COMMAND), "command: no answer in " + COMMAND.toSeconds() + " s");
        return command.join();
    }

    /** Lets time pass until a command is refused. {@return why, in words} */
    String refused(CompletableFuture<?> command) {
        return String.valueOf(assertThrows(CompletionException.class, () -> await(command))
                .getCause()
                .getMessage());
    }

    void steady() {
        if (!simulation.runUntil(
                () -> server.row(LAMP).isPresent() && server.row(THERMOSTAT).isPresent(), STEADY)) {
            throw new AssertionError("equipment list: " + server.rows() + " (expected: both pieces of equipment)");
        }
    }

    /** What is on disk now, for scenes that begin here. */
    Disks disks() {
        Map<EquipmentId, Disk> copies = new TreeMap<>();
        issuers.forEach((id, issuer) -> copies.put(id, issuer.disk().copy()));
        return new Disks(
                simulation.moment().wall(), server.disk().copy(), gateway.disk().copy(), copies);
    }

    /** Asks for a name, as far as the weather lets it be found. */
    List<InetSocketAddress> resolve(String asked) {
        if (!asked.equals(ServerParty.ADDRESS)) {
            return List.of();
        }
        if (simulation.chance(simulation.weather().refusal())) {
            simulation.fault(Fault.REFUSAL, "dns", asked);
            return List.of();
        }
        List<InetSocketAddress> found = new ArrayList<>();
        found.add(ServerParty.at(server.host().ipv4()));
        found.add(ipv6First ? 0 : 1, ServerParty.at(server.host().ipv6()));
        return found;
    }

    Simulation simulation() {
        return simulation;
    }

    UdpNet udp() {
        return udp;
    }

    TcpNet tcp() {
        return tcp;
    }

    Nat nat() {
        return nat;
    }

    Toolbox toolbox() {
        return toolbox;
    }

    Referee referee() {
        return referee;
    }

    ServerParty server() {
        return server;
    }

    GatewayParty gateway() {
        return gateway;
    }

    IssuerParty issuer(EquipmentId person) {
        return issuers.get(person);
    }

    List<IssuerParty> issuers() {
        return List.copyOf(issuers.values());
    }

    List<Party> parties() {
        List<Party> all = new ArrayList<>();
        all.add(server);
        all.add(gateway);
        all.addAll(issuers.values());
        return all;
    }

    /** The NAT forgets everything. */
    void rebind() {
        nat.rebind();
        tcp.rebound(gateway.host());
    }
}
