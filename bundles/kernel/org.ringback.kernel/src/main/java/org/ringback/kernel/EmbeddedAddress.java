package org.ringback.kernel;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.ringback.api.net.Network;

/**
 * Finds the IPv4 address inside an IPv6 one, so that no way of writing it evades a rule. One prefix is left out on
 * purpose: 64:ff9b:1::/48 (RFC 8215) does not say where the IPv4 address is in it; it is a local range, and refused as
 * such. Stateless.
 */
final class EmbeddedAddress {
    private static final int IPV4_LENGTH = 4;
    private static final int IPV6_LENGTH = 16;
    private static final int LAST = IPV6_LENGTH - IPV4_LENGTH;
    private static final int AFTER_6TO4_PREFIX = 2;

    /** The prefix as bytes, because Java would parse the text of a mapped address as IPv4. */
    private static final Network MAPPED = Network.of(
            new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xFF, (byte) 0xFF, 0, 0, 0, 0}, LAST * Byte.SIZE);

    private record Form(Network network, UnaryOperator<byte[]> embedded) {}

    private static final Form[] FORMS = {
        new Form(MAPPED, EmbeddedAddress::last), // RFC 4291 §2.5.5.2
        new Form(Network.parse("64:ff9b::/96"), EmbeddedAddress::last), // NAT64, RFC 6052 §2.1
        new Form(Network.parse("2002::/16"), bytes -> cut(bytes, AFTER_6TO4_PREFIX)), // 6to4, RFC 3056 §2
        new Form(Network.parse("2001::/32"), EmbeddedAddress::teredo), // RFC 4380 §4: inverted
        new Form(
                Network.parse("::/96"),
                EmbeddedAddress::last), // compatible, RFC 4291 §2.5.5.1; :: and ::1 become 0.0.0.0/8
    };

    private EmbeddedAddress() {}

    /**
     * The address to which rules apply.
     *
     * @param address in any form
     * @return 4 bytes; 16 if it contains no IPv4 address
     */
    static byte[] canonical(InetAddress address) {
        byte[] bytes = address.getAddress();
        for (Form form : FORMS) {
            if (form.network().contains(bytes)) {
                return form.embedded().apply(bytes);
            }
        }
        return bytes;
    }

    private static byte[] last(byte[] bytes) {
        return cut(bytes, LAST);
    }

    private static byte[] teredo(byte[] bytes) {
        byte[] address = last(bytes);
        for (int i = 0; i < address.length; i++) {
            address[i] = (byte) ~address[i];
        }
        return address;
    }

    private static byte[] cut(byte[] bytes, int offset) {
        return Arrays.copyOfRange(bytes, offset, offset + IPV4_LENGTH);
    }
}
