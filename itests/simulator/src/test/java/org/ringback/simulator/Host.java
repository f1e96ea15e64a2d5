package org.ringback.simulator;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.ringback.api.net.AddressText;

/** One machine: an address of each family, perhaps a NAT before it, and its ephemeral ports. */
final class Host {
    private static final int FIRST_PORT = 32_768;
    private static final int LAST_PORT = 60_999;

    private final String name;
    private final InetAddress ipv4;
    private final InetAddress ipv6;
    private final Optional<Nat> nat;
    private int port;

    Host(String name, String ipv4, String ipv6, Optional<Nat> nat, int firstPort) {
        this.name = name;
        this.ipv4 = address(ipv4);
        this.ipv6 = address(ipv6);
        this.nat = nat;
        this.port = FIRST_PORT + firstPort % (LAST_PORT - FIRST_PORT);
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

    InetSocketAddress ephemeral(InetAddress local) {
        port = port == LAST_PORT ? FIRST_PORT : port + 1;
        return new InetSocketAddress(local, port);
    }

    /** From now on its connections come from these ports on. */
    void portsFrom(int next) {
        port = next - 1;
    }

    /** The address that the other side sees. */
    InetSocketAddress outside(InetSocketAddress inside, InetSocketAddress to) {
        return nat.isPresent() && family(inside.getAddress()) == 4 ? nat.get().outbound(inside, to) : inside;
    }

    @Override
    public String toString() {
        return name;
    }
}
