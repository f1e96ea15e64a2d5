package org.ringback.kernel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ringback.api.net.AddressText;
import org.ringback.api.net.Network;

/**
 * Decides which addresses one end of a ring may dial because the server names them: global unicast by the IANA
 * special-purpose registries (RFC 6890), in whatever form an address is written, and never this end itself, its server,
 * or a network that it said it is on. Belongs to the core's thread.
 */
public final class DialRules {
    /** Below it ports are services', and neither end dials them. */
    public static final int MIN_PORT = 1_024;

    private static final int IPV4_LENGTH = 4;
    private static final int NETWORK_LENGTH = 8;
    private static final int IPV6_LENGTH = 16;

    /** All IPv4 networks that are not globally reachable unicast. */
    private static final List<Network> REFUSED_IPV4 = networks(
            "0.0.0.0/8", // this network, RFC 791
            "10.0.0.0/8", // private, RFC 1918
            "100.64.0.0/10", // shared, RFC 6598
            "127.0.0.0/8", // loopback, RFC 1122
            "169.254.0.0/16", // link-local, RFC 3927
            "172.16.0.0/12", // private, RFC 1918
            "192.0.0.0/24", // IETF assignments, RFC 6890
            "192.0.2.0/24", // documentation, RFC 5737
            "192.88.99.0/24", // 6to4 relays, RFC 7526
            "192.168.0.0/16", // private, RFC 1918
            "198.18.0.0/15", // benchmarks, RFC 2544
            "198.51.100.0/24", // documentation, RFC 5737
            "203.0.113.0/24", // documentation, RFC 5737
            "224.0.0.0/4", // multicast, RFC 5771
            "240.0.0.0/4"); // reserved and broadcast, RFC 1112, RFC 8190

    /** The IPv6 range of which IANA assigns global unicast (RFC 4291 §2.4). */
    private static final Network GLOBAL_IPV6 = Network.parse("2000::/3");

    /** The networks in that range that are not globally reachable. */
    private static final List<Network> REFUSED_IPV6 = networks(
            "2001::/23", // IETF assignments, RFC 2928
            "2001:db8::/32", // documentation, RFC 3849
            "3fff::/20"); // documentation, RFC 9637

    /** The networks of IPv4 addresses from which nothing outside the house can be reached. */
    private static final List<Network> NEVER_OUT = networks(
            "127.0.0.0/8", // loopback, RFC 1122
            "169.254.0.0/16"); // link-local, RFC 3927

    /** Whose address is dialled, and which machine dials, for refusals. */
    private final String whose;

    private final String here;
    private List<Network> dialable;
    private List<Network> onLink = List.of();
    private List<byte[]> own = List.of();
    private List<byte[]> servers = List.of();

    private DialRules(String whose, String here, List<Network> dialable) {
        this.whose = whose;
        this.here = here;
        this.dialable = List.copyOf(dialable);
    }

    /**
     * Makes the rules of a gateway that calls an issuer back.
     *
     * @param dialable networks that may be dialled though they are not global
     * @return the rules
     */
    public static DialRules ofGateway(List<Network> dialable) {
        return new DialRules("the issuer's", "this gateway's", dialable);
    }

    /**
     * Makes the rules of an issuer that punches.
     *
     * @param dialable networks that may be dialled though they are not global, or are its own
     * @return the rules
     */
    public static DialRules ofIssuer(List<Network> dialable) {
        return new DialRules("the gateway's", "this machine's", dialable);
    }

    /**
     * Changes the exceptions.
     *
     * @param networks the new exceptions
     */
    public void dialable(List<Network> networks) {
        dialable = List.copyOf(networks);
    }

    /**
     * Sets the addresses of this machine. As long as none is known nothing may be dialled, as it could be this machine.
     *
     * @param addresses the new addresses
     */
    public void interfaces(Collection<InetAddress> addresses) {
        own = canonical(addresses);
    }

    /**
     * Sets the networks that this machine is on, if they are not to be dialled although they may be public: offices and
     * universities have such.
     *
     * @param networks the new networks
     */
    public void onLink(Collection<Network> networks) {
        onLink = List.copyOf(networks);
    }

    /**
     * Sets the addresses of servers.
     *
     * @param addresses the new addresses
     */
    public void servers(Collection<InetAddress> addresses) {
        servers = canonical(addresses);
    }

    /**
     * Checks a target.
     *
     * @param target address and port as the server names them
     * @param reflexive this end's address as the server sees it, if known: behind NAT, the router's
     * @return why it must not be dialled; empty if it may
     */
    public Optional<String> refusal(InetSocketAddress target, Optional<InetSocketAddress> reflexive) {
        InetAddress address = target.getAddress();
        if (address == null) {
            return Optional.of(whose + " address is a name");
        }
        if (target.getPort() < MIN_PORT) {
            return Optional.of(whose + " port is below 1024");
        }
        if (own.isEmpty()) {
            return Optional.of(here + " own addresses are not known (expected: its system tells them)");
        }
        // [ACC-18] the issuer's address: global unicast after canonicalising IPv4-in-IPv6 forms, port ≥ 1024, not an …
        byte[] canonical = EmbeddedAddress.canonical(address);
        if (in(dialable, canonical) || in(dialable, address.getAddress())) {
            return Optional.empty();
        }
        if (!global(canonical)) {
            return Optional.of(whose + " address " + AddressText.print(address)
                    + " is not global unicast (expected: one" + " that is, or its network in the key dialable)");
        }
        boolean seenHere = reflexive
                .filter(seen -> Arrays.equals(EmbeddedAddress.canonical(seen.getAddress()), canonical))
                .isPresent();
        if (seenHere || among(own, canonical)) {
            return Optional.of(whose + " address is " + here + " own");
        }
        if (in(onLink, canonical)) {
            return Optional.of(whose + " address is on a network that this machine is on too");
        }
        return among(servers, canonical) ? Optional.of(whose + " address is the server's") : Optional.empty();
    }

    /**
     * Whether an address is one of this machine's.
     *
     * @param address in any form
     * @return empty if this machine's addresses are not known
     */
    public Optional<Boolean> isOwn(InetAddress address) {
        return own.isEmpty() ? Optional.empty() : Optional.of(among(own, EmbeddedAddress.canonical(address)));
    }

    /**
     * Whether this machine has no address of a target's family from which the outside can be reached: IPv4 behind NAT
     * has one, IPv6 only with a global one, as its local ones (fd00::/8) lead no further than the house. Depends on
     * nothing else of the target, so that the answer reveals nothing about it.
     *
     * @param target the address to dial
     * @param reflexive this gateway's address as the server sees it, if known: one of IPv6 proves a line of it, though
     *     a router translates it
     * @return whether dialling would be in vain; false if this machine's addresses are not known
     */
    public boolean noLine(InetAddress target, Optional<InetSocketAddress> reflexive) {
        byte[] canonical = EmbeddedAddress.canonical(target);
        if (own.isEmpty() || in(dialable, canonical)) {
            return false;
        }
        return canonical.length == IPV4_LENGTH
                ? own.stream().noneMatch(address -> address.length == IPV4_LENGTH && !in(NEVER_OUT, address))
                : Stream.concat(own.stream(), canonical(reflexive).stream()).noneMatch(GLOBAL_IPV6::contains);
    }

    private static List<byte[]> canonical(Optional<InetSocketAddress> address) {
        return canonical(address.stream().map(InetSocketAddress::getAddress).toList());
    }

    /**
     * The target that an address belongs to: the canonical IPv4 address, or the IPv6 /64, in which a host can take any
     * address.
     *
     * @param address in any form
     * @return a key for maps
     */
    public static String network(InetAddress address) {
        byte[] canonical = EmbeddedAddress.canonical(address);
        return HexFormat.of().formatHex(canonical, 0, Math.min(canonical.length, NETWORK_LENGTH));
    }

    /**
     * A network of {@link #network} in words.
     *
     * @param network which
     * @return an IPv4 address or an IPv6 /64
     */
    public static String text(String network) {
        byte[] bytes = HexFormat.of().parseHex(network);
        if (bytes.length == IPV4_LENGTH) {
            String one = Network.of(bytes, IPV4_LENGTH * Byte.SIZE).toString();
            return one.substring(0, one.indexOf('/'));
        }
        return Network.of(Arrays.copyOf(bytes, IPV6_LENGTH), NETWORK_LENGTH * Byte.SIZE)
                .toString();
    }

    private static boolean global(byte[] canonical) {
        return canonical.length == IPV4_LENGTH
                ? !in(REFUSED_IPV4, canonical)
                : GLOBAL_IPV6.contains(canonical) && !in(REFUSED_IPV6, canonical);
    }

    private static boolean in(List<Network> networks, byte[] address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    private static boolean among(List<byte[]> addresses, byte[] canonical) {
        return addresses.stream().anyMatch(one -> Arrays.equals(one, canonical));
    }

    private static List<byte[]> canonical(Collection<InetAddress> addresses) {
        return addresses.stream().map(EmbeddedAddress::canonical).toList();
    }

    private static List<Network> networks(String... texts) {
        return Stream.of(texts).map(Network::parse).toList();
    }
}
