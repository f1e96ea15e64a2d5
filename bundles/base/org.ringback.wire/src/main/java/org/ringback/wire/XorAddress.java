package org.ringback.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The form of an address XORed with magic cookie and transaction ID (RFC 8489 §14.2). Stateless. */
final class XorAddress {
    private static final int FAMILY_IPV4 = 1;
    private static final int FAMILY_IPV6 = 2;
    private static final int IPV4_LENGTH = 4;
    private static final int IPV6_LENGTH = 16;

    /** Length of the value's first byte, which is zero when sent and ignored when received; family and port follow. */
    private static final int IGNORED_LENGTH = 1;

    private static final int ADDRESS_OFFSET = IGNORED_LENGTH + Byte.BYTES + Short.BYTES;
    private static final int COOKIE_PORT_SHIFT = Short.SIZE;

    private XorAddress() {}

    static ValueForm<InetSocketAddress> form() {
        return new ValueForm<>(
                ADDRESS_OFFSET + IPV4_LENGTH,
                ADDRESS_OFFSET + IPV6_LENGTH,
                "8 bytes (IPv4) or 20 (IPv6), address and port XORed as RFC 8489 §14.2 says",
                XorAddress::read,
                XorAddress::write);
    }

    /** Reads an address; an IPv4-mapped IPv6 address becomes the IPv4 address. */
    private static @Nullable InetSocketAddress read(ByteBuffer value, TransactionId transaction) {
        value.position(IGNORED_LENGTH);
        int family = value.get();
        int port = Short.toUnsignedInt(value.getShort()) ^ StunHeader.MAGIC_COOKIE >>> COOKIE_PORT_SHIFT;
        byte[] address = ValueForm.rest(value);
        boolean ipv4 = family == FAMILY_IPV4 && address.length == IPV4_LENGTH;
        boolean ipv6 = family == FAMILY_IPV6 && address.length == IPV6_LENGTH;
        if (!ipv4 && !ipv6) {
            return null;
        }
        mask(address, transaction);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("address of " + address.length + " bytes", e);
        }
    }

    private static byte[] write(InetSocketAddress socket, TransactionId transaction) {
        if (socket.isUnresolved()) {
            throw new IllegalArgumentException("an unresolved name (expected: IPv4 or IPv6 address and port)");
        }
        byte[] address = socket.getAddress().getAddress();
        mask(address, transaction);
        int family = address.length == IPV4_LENGTH ? FAMILY_IPV4 : FAMILY_IPV6;
        return ByteBuffer.allocate(ADDRESS_OFFSET + address.length)
                .position(IGNORED_LENGTH)
                .put((byte) family)
                .putShort((short) (socket.getPort() ^ StunHeader.MAGIC_COOKIE >>> COOKIE_PORT_SHIFT))
                .put(address)
                .array();
    }

    private static void mask(byte[] address, TransactionId transaction) {
        byte[] mask = ByteBuffer.allocate(IPV6_LENGTH)
                .putInt(StunHeader.MAGIC_COOKIE)
                .put(transaction.bytes())
                .array();
        for (int i = 0; i < address.length; i++) {
            address[i] ^= mask[i];
        }
    }
}
