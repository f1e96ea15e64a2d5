package org.ringback.issuer.core;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import org.ringback.api.RingReason;
import org.ringback.api.net.AddressText;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.Paths;
import org.ringback.wire.RoundTrips;

/**
 * How the server sees both ends of an attempt whose gateway calls back, and what therefore stands in the way if nobody
 * comes through. All but this machine's own address is the server's word. Immutable.
 *
 * @param own where this machine listens
 * @param seen where the server sees that, which is what the gateway dials
 * @param gateway where the server sees the gateway; empty where that has no connection to it
 * @param punches whether the gateway punches
 * @param roundTrips of both ends to the server; empty if the server does not know them
 */
record PathSeen(
        InetSocketAddress own,
        InetSocketAddress seen,
        Optional<InetSocketAddress> gateway,
        boolean punches,
        Optional<RoundTrips> roundTrips) {
    /** How much of an IPv6 address names the network, in bytes. */
    private static final int IPV6_NETWORK = 8;

    static PathSeen of(Message calling, InetSocketAddress own) {
        return new PathSeen(
                own,
                calling.get(Attributes.ISSUER_ADDRESS),
                calling.find(Attributes.ACCEPTOR_ADDRESS),
                Paths.havePunch(calling),
                calling.find(Attributes.ROUND_TRIPS));
    }

    /** For the story. */
    String words() {
        return gateway.map(address -> "the server sees it at " + AddressText.print(address) + ", ")
                        .orElse("the server sees ")
                + "this machine at " + AddressText.print(seen)
                + (translated() ? " (its own is " + AddressText.print(own) + ": a router translates addresses)" : "")
                + roundTrips.map(times -> "; round trips: " + times.words()).orElse("");
    }

    /** Where the gateway punches from; empty if it does not, or is seen by the other address family. */
    Optional<InetSocketAddress> punchedFrom() {
        return gateway.filter(address -> punches && isIpv6(address.getAddress()) == isIpv6(seen.getAddress()));
    }

    /**
     * The ending of an attempt whose gateway called back, and nobody came; empty if the gateway is seen by the other
     * address family, as its home may have no working line of this one.
     */
    Optional<Ending> nobodyCame() {
        boolean otherFamily = gateway.filter(address -> isIpv6(address.getAddress()) != isIpv6(seen.getAddress()))
                .isPresent();
        return otherFamily ? Optional.empty() : Optional.of(inTheWay());
    }

    private Ending inTheWay() {
        String here = AddressText.print(own);
        return translated()
                ? Ending.of(
                        RingReason.ROUTER_IN_THE_WAY,
                        "its " + family(own) + " address is " + here + " here and " + AddressText.print(seen)
                                + " outside, where the gateway called" + sameNetwork())
                : Ending.of(
                        RingReason.FIREWALL_IN_THE_WAY,
                        "the gateway called " + here + ", this machine's own " + family(own)
                                + " address, where the server sees it unchanged" + sameNetwork());
    }

    private boolean translated() {
        return !own.equals(seen);
    }

    private static String family(InetSocketAddress address) {
        return isIpv6(address.getAddress()) ? "IPv6" : "IPv4";
    }

    private static boolean isIpv6(InetAddress address) {
        return address instanceof Inet6Address;
    }

    /** Says of an address that the gateway does not dial whether it may be refused as the home's own. */
    Ending explained(Ending ending) {
        return ending.reason() == RingReason.ADDRESS_REFUSED
                ? ending.with(": " + AddressText.print(seen.getAddress()) + sameNetwork())
                : ending;
    }

    /** A possibility only: carriers give one address to many homes. */
    private String sameNetwork() {
        return gateway.filter(address -> sameNetwork(address.getAddress(), seen.getAddress()))
                .map(address -> "; the gateway is seen at " + AddressText.print(address.getAddress())
                        + ", so this machine may be in its own network")
                .orElse("");
    }

    private static boolean sameNetwork(InetAddress one, InetAddress other) {
        return (isIpv6(one) && isIpv6(other))
                ? Arrays.equals(one.getAddress(), 0, IPV6_NETWORK, other.getAddress(), 0, IPV6_NETWORK)
                : one.equals(other);
    }
}
