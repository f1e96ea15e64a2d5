package org.ringback.nat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.ringback.kit.Checked;

/**
 * Which site of the internet has which addresses. They are global unicast ones, as both ends dial no others without being
 * told to; nothing of it leaves the namespaces. Stateless.
 */
final class Plan {
    /** The server's site. */
    static final int SERVER = 1;

    /** The homes' sites, by kind, and the issuers'. */
    static final int HOMES = 10;

    static final int ISSUERS = 30;

    /** Where the server listens, UDP and TCP. */
    static final int PORT = 3478;

    private static final int IPV4 = 4;
    private static final int NUMBER_IN_IPV4 = 2;
    private static final int NUMBER_IN_IPV6 = 5;

    private Plan() {}

    /** {@return an address of a site at the internet, for a host from 2 on; 1 is the internet itself} */
    static String ipv4(int site, int host) {
        return "11.0." + site + "." + host;
    }

    /** {@return the same by IPv6} */
    static String ipv6(int site, int host) {
        return String.format("2bbb:0:%x::%x", site, host);
    }

    /** {@return an address in the house of a site} */
    static String house4(int site, int host) {
        return "192.168." + site + "." + host;
    }

    /** {@return the same by IPv6, where nothing is translated} */
    static String house6(int site, int host) {
        return String.format("2bbb:0:%x:1::%x", site, host);
    }

    /** {@return where the server listens, as its configuration says it} */
    static List<String> server() {
        return List.of(
                ipv4(SERVER, 2) + ":" + PORT,
                "[" + ipv6(SERVER, 2) + "]:" + PORT,
                ipv4(SERVER, 3) + ":" + PORT,
                "[" + ipv6(SERVER, 3) + "]:" + PORT);
    }

    /** {@return to which site an address belongs that was seen on the internet} */
    static int site(InetAddress address) {
        byte[] bytes = address.getAddress();
        return Byte.toUnsignedInt(bytes[bytes.length == IPV4 ? NUMBER_IN_IPV4 : NUMBER_IN_IPV6]);
    }

    /** {@return an address in digits as an object} */
    static InetAddress address(String digits) {
        return Checked.get(() -> InetAddress.getByName(digits));
    }

    /** {@return {@code address:port} as an object, IPv6 in brackets} */
    static InetSocketAddress socket(String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, colon).replaceAll("[\\[\\]]", "");
        return new InetSocketAddress(address(host), Integer.parseInt(text.substring(colon + 1)));
    }
}
