package org.ringback.acceptor.core;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.ringback.api.AddressText;

/** A range of addresses in CIDR form (RFC 4632, RFC 4291 §2.3), for example {@code 192.168.1.0/24}. Immutable. */
public final class Network {
    /** With it, only what {@link InetAddress#getByName} reads without asking a name server. */
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

    private static final Pattern NUMERIC =
            Pattern.compile(OCTET + "(\\." + OCTET + "){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final byte[] prefix;
    private final int length;

    private Network(byte[] prefix, int length) {
        this.prefix = prefix;
        this.length = length;
    }

    static Network of(byte[] prefix, int length) {
        return new Network(prefix, length);
    }

    /**
     * Reads a network.
     *
     * @param text address, slash, prefix length; an address alone is a network of one
     * @return the network
     * @throws IllegalArgumentException if it is none, or bits behind the prefix are set
     */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!NUMERIC.matcher(address).matches()) {
            throw bad(text);
        }
        byte[] bytes;
        int length;
        try {
            bytes = InetAddress.getByName(address).getAddress();
            length = slash < 0 ? bytes.length * Byte.SIZE : Integer.parseInt(text.substring(slash + 1));
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException(bad(text).getMessage(), e);
        }
        if (length < 0 || length > bytes.length * Byte.SIZE) {
            throw bad(text);
        }
        for (int bit = length; bit < bytes.length * Byte.SIZE; bit++) {
            if (bit(bytes, bit)) {
                throw bad(text);
            }
        }
        return new Network(bytes, length);
    }

    private static IllegalArgumentException bad(String text) {
        return new IllegalArgumentException("network: '" + text
                + "' (expected: address/length with no bit set behind the prefix, such as 192.168.1.0/24 or fd00::/8)");
    }

    /**
     * Whether an address lies in it. IPv4 and IPv6 never mix.
     *
     * @param address 4 or 16 bytes
     * @return whether
     */
    boolean contains(byte[] address) {
        if (address.length != prefix.length) {
            return false;
        }
        for (int bit = 0; bit < length; bit++) {
            if (bit(address, bit) != bit(prefix, bit)) {
                return false;
            }
        }
        return true;
    }

    private static boolean bit(byte[] bytes, int index) {
        return (bytes[index / Byte.SIZE] >> (Byte.SIZE - 1 - index % Byte.SIZE) & 1) == 1;
    }

    @Override
    public String toString() {
        try {
            return AddressText.print(InetAddress.getByAddress(prefix)) + "/" + length;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("prefix of " + prefix.length + " bytes", e);
        }
    }
}
