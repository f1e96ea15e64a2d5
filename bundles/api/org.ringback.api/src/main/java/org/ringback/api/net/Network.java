package org.ringback.api.net;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A range of addresses in CIDR form (RFC 4632, RFC 4291 §2.3), for example {@code 192.168.1.0/24}. Immutable. */
public final class Network {
    private final byte[] prefix;
    private final int length;

    private Network(byte[] prefix, int length) {
        this.prefix = prefix;
        this.length = length;
    }

    /**
     * Makes a network of its prefix.
     *
     * @param prefix 4 or 16 bytes; not copied, so never change them
     * @param length how many bits count
     * @return the network
     */
    public static Network of(byte[] prefix, int length) {
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
        byte[] bytes = AddressText.read(slash < 0 ? text : text.substring(0, slash))
                .orElseThrow(() -> bad(text))
                .getAddress();
        String bits = slash < 0 ? String.valueOf(bytes.length * Byte.SIZE) : text.substring(slash + 1);
        if (!bits.matches("\\d{1,3}")) {
            throw bad(text);
        }
        int length = Integer.parseInt(bits);
        if (length > bytes.length * Byte.SIZE) {
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
     * Whether an address is in this network; one of the other family never is.
     *
     * @param address 4 or 16 bytes
     * @return whether the address is in this network
     */
    public boolean contains(byte[] address) {
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
