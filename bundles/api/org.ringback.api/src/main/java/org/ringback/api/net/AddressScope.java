package org.ringback.api.net;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** From where an address can be reached, by the IANA special-purpose registries (RFC 6890). */
@SuppressWarnings("Immutable") // The list is an unmodifiable copy, which the compiler check cannot see.
public enum AddressScope {
    /** This machine alone (RFC 1122, RFC 4291). */
    LOOPBACK("loopback", "127.0.0.0/8", "::1/128"),
    /** The neighbours on one link (RFC 3927, RFC 4291). */
    LINK_LOCAL("link-local", "169.254.0.0/16", "fe80::/10"),
    /** One site (RFC 1918, RFC 4193). */
    PRIVATE("private", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"),
    /** The network of one carrier, which translates it further on (RFC 6598). */
    SHARED("shared, of a carrier", "100.64.0.0/10"),
    /** Nowhere in the Internet: documentation, benchmarks, multicast, what names no address, and what is reserved. */
    SPECIAL(
            "no unicast address of the Internet",
            "0.0.0.0/8",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "2001:db8::/32",
            "3fff::/20",
            "::/128",
            "ff00::/8"),
    /** The whole Internet, as far as no firewall is in the way. */
    PUBLIC("public");

    private final String label;
    private final List<Network> networks;

    AddressScope(String label, String... networks) {
        this.label = label;
        this.networks = Stream.of(networks).map(Network::parse).toList();
    }

    /**
     * Finds the scope of an address.
     *
     * @param address which
     * @return its scope
     */
    public static AddressScope of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return Stream.of(values())
                .filter(scope -> scope.networks.stream().anyMatch(network -> network.contains(bytes)))
                .findFirst()
                .orElse(PUBLIC);
    }

    /** {@return the words for a person} */
    public String label() {
        return label;
    }
}
