package org.ringback.simulator;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.ringback.api.net.AddressText;
import org.ringback.kit.Checked;

/** One machine: an address of each family, what its network is, and its ephemeral ports. */
final class Host {
    private static final int FIRST_PORT = 32_768;
    private static final int LAST_PORT = 60_999;
    private static final int OUTSIDE = 0x80;

    private final String name;
    private final InetAddress ipv4;
    private final InetAddress ipv6;
    /** Of datagrams. */
    private final Optional<Nat> nat;

    private Uplink uplink;
    /** In whose network it is, if not in one of its own. */
    private Optional<Host> house = Optional.empty();

    private Duration distance = Duration.ZERO;
    private double loss;
    private int port;

    Host(String name, String ipv4, String ipv6, Optional<Nat> nat, int firstPort) {
        this.name = name;
        this.ipv4 = address(ipv4);
        this.ipv6 = address(ipv6);
        this.nat = nat;
        this.port = FIRST_PORT + firstPort % (LAST_PORT - FIRST_PORT);
        this.uplink = Entrance.OPEN.uplink();
    }

    static InetAddress address(String literal) {
        return AddressText.read(literal).orElseThrow();
    }

    static int family(InetAddress address) {
        return address instanceof Inet4Address ? 4 : 6;
    }

    String name() {
        return name;
    }

    InetAddress ipv4() {
        return ipv4;
    }

    InetAddress ipv6() {
        return ipv6;
    }

    InetAddress ofFamily(InetAddress other) {
        return family(other) == 4 ? ipv4 : ipv6;
    }

    Optional<Nat> nat() {
        return nat;
    }

    Uplink uplink() {
        return house.map(Host::uplink).orElse(uplink);
    }

    /** From now on its network is such a one; {@link Kernels#move} says it to the net. */
    void behind(Uplink one) {
        uplink = one;
        house = Optional.empty();
    }

    /** From now on it is in the network of another one; {@link Kernels#join} says it to the net. */
    void beside(Host neighbour) {
        house = Optional.of(neighbour);
    }

    /** From now on it is so far from the core of the internet, in one direction, and so great a share of what passes there is lost. */
    void farAway(Duration oneWay, double lossOfPackets) {
        distance = oneWay;
        loss = lossOfPackets;
    }

    Duration distance() {
        return distance;
    }

    double loss() {
        return loss;
    }

    /** {@return the IPv4 address of the router that translates its own, if one does} */
    Optional<InetAddress> router() {
        if (house.isPresent()) {
            return house.get().router();
        }
        return uplink.ipv4().translates() ? Optional.of(nat.map(Nat::address).orElseGet(this::next)) : Optional.empty();
    }

    /** In the same network, where no host is. */
    private InetAddress next() {
        byte[] address = ipv4.getAddress();
        address[address.length - 1] |= (byte) OUTSIDE;
        return Checked.get(() -> InetAddress.getByAddress(address));
    }

    /** {@return whether what is sent to an address goes to it} */
    boolean owns(InetAddress address) {
        return ipv4.equals(address)
                || ipv6.equals(address)
                || router().filter(address::equals).isPresent();
    }

    InetSocketAddress ephemeral(InetAddress local) {
        port = port == LAST_PORT ? FIRST_PORT : port + 1;
        return new InetSocketAddress(local, port);
    }

    /** From now on its connections come from these ports on. */
    void portsFrom(int next) {
        port = next - 1;
    }

    /** The address that the receiver of a datagram sees. */
    InetSocketAddress outside(InetSocketAddress inside, InetSocketAddress to) {
        return family(inside.getAddress()) == 4
                ? nat.map(one -> one.outbound(inside, to)).orElse(inside)
                : inside;
    }

    @Override
    public String toString() {
        return name;
    }
}
