package org.ringback.kernel;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One row of an estate, read in the order in which it was written; throws {@link java.nio.BufferUnderflowException} or
 * IllegalArgumentException where it was not written so. Not thread-safe.
 */
public final class EstateRow {
    private static final int IPV6_LENGTH = 16;

    /** Length of the address, address, scope and port. */
    static final int LONGEST_ADDRESS = Byte.BYTES + IPV6_LENGTH + Integer.BYTES + Short.BYTES;

    private final ByteBuffer in;

    EstateRow(ByteBuffer in) {
        this.in = in;
    }

    /** {@return the next value, a number} */
    public long number() {
        return in.getLong();
    }

    /** {@return the next value, a number that fits into an int} */
    public int count() {
        return Math.toIntExact(number());
    }

    /** {@return the next value, a fraction} */
    public double fraction() {
        return in.getDouble();
    }

    /** {@return the next value, whether something is so} */
    public boolean flag() {
        return in.get() != 0;
    }

    /** {@return the next value, bytes} */
    public byte[] bytes() {
        byte[] value = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(value);
        return value;
    }

    /** {@return the next value, a text} */
    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** {@return the next value, an address} */
    public InetSocketAddress address() {
        byte[] host = new byte[in.get()];
        in.get(host);
        int scope = host.length == IPV6_LENGTH ? in.getInt() : 0;
        int port = Short.toUnsignedInt(in.getShort());
        try {
            return new InetSocketAddress(
                    scope == 0 ? InetAddress.getByAddress(host) : Inet6Address.getByAddress(null, host, scope), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("address: " + host.length + " bytes (expected: 4 or 16)", e);
        }
    }

    static void put(ByteBuffer out, InetSocketAddress value) {
        InetAddress address = value.getAddress();
        if (address == null) {
            throw new IllegalArgumentException("address: " + value + " (expected: an IP address and a port)");
        }
        byte[] host = address.getAddress();
        out.put((byte) host.length).put(host);
        if (host.length == IPV6_LENGTH) {
            out.putInt(address instanceof Inet6Address six ? six.getScopeId() : 0);
        }
        out.putShort((short) value.getPort());
    }

    /** {@return whether there are more values} */
    public boolean more() {
        return in.hasRemaining();
    }
}
