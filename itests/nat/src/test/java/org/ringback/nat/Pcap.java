package org.ringback.nat;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads a capture in the classic pcap format of this machine's byte order, with Ethernet frames. Stateless. */
final class Pcap {
    private static final int MAGIC = 0xa1b2c3d4;
    private static final int HEAD = 24;
    private static final int RECORD_HEAD = 16;
    private static final int MAX_FRAME = 1 << 17;
    private static final long SECOND = 1_000_000;

    private static final int ETHERNET = 14;
    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86dd;
    private static final int IPV6_HEAD = 40;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int UDP_HEAD = 8;

    private Pcap() {}

    /** Hands on every TCP segment and UDP datagram until the stream ends. */
    static void read(InputStream stream, Consumer<Sighting> to) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        if (bytes(in, HEAD).getInt() != MAGIC) {
            throw new IOException("capture: no pcap of this machine's byte order (expected: it begins with a1b2c3d4)");
        }
        while (true) {
            ByteBuffer head;
            try {
                head = bytes(in, RECORD_HEAD);
            } catch (EOFException end) {
                return;
            }
            long micros = Integer.toUnsignedLong(head.getInt()) * SECOND + head.getInt();
            int length = head.getInt();
            if (length < 0 || length > MAX_FRAME) {
                throw new IOException("frame: " + length + " bytes (expected: 0 to " + MAX_FRAME + ")");
            }
            frame(micros, bytes(in, length).order(ByteOrder.BIG_ENDIAN)).ifPresent(to);
        }
    }

    private static ByteBuffer bytes(DataInputStream in, int count) throws IOException {
        byte[] bytes = new byte[count];
        in.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    private static Optional<Sighting> frame(long micros, ByteBuffer frame) throws IOException {
        try {
            int type = Short.toUnsignedInt(frame.getShort(ETHERNET - 2));
            return type == IPV4 ? ipv4(micros, frame) : type == IPV6 ? ipv6(micros, frame) : Optional.empty();
        } catch (BufferUnderflowException | IndexOutOfBoundsException cut) {
            return Optional.empty();
        }
    }

    private static Optional<Sighting> ipv4(long micros, ByteBuffer frame) throws IOException {
        int head = (frame.get(ETHERNET) & 0xf) * 4;
        int length = Short.toUnsignedInt(frame.getShort(ETHERNET + 2));
        int protocol = frame.get(ETHERNET + 9);
        InetAddress from = address(frame, ETHERNET + 12, 4);
        InetAddress to = address(frame, ETHERNET + 16, 4);
        return transport(micros, frame, protocol, ETHERNET + head, length - head, from, to);
    }

    private static Optional<Sighting> ipv6(long micros, ByteBuffer frame) throws IOException {
        int length = Short.toUnsignedInt(frame.getShort(ETHERNET + 4));
        int protocol = frame.get(ETHERNET + 6);
        InetAddress from = address(frame, ETHERNET + 8, 16);
        InetAddress to = address(frame, ETHERNET + 24, 16);
        return transport(micros, frame, protocol, ETHERNET + IPV6_HEAD, length, from, to);
    }

    private static InetAddress address(ByteBuffer frame, int at, int length) throws IOException {
        byte[] address = new byte[length];
        frame.get(at, address);
        return InetAddress.getByAddress(address);
    }

    private static Optional<Sighting> transport(
            long micros, ByteBuffer frame, int protocol, int at, int length, InetAddress from, InetAddress to) {
        if (protocol != TCP && protocol != UDP) {
            return Optional.empty();
        }
        InetSocketAddress source = new InetSocketAddress(from, Short.toUnsignedInt(frame.getShort(at)));
        InetSocketAddress target = new InetSocketAddress(to, Short.toUnsignedInt(frame.getShort(at + 2)));
        if (protocol == UDP) {
            return Optional.of(new Sighting(micros, false, source, target, 0, 0, length - UDP_HEAD));
        }
        int head = (Byte.toUnsignedInt(frame.get(at + 12)) >> 4) * 4;
        int flags = Byte.toUnsignedInt(frame.get(at + 13));
        long sequence = Integer.toUnsignedLong(frame.getInt(at + 4));
        return Optional.of(new Sighting(micros, true, source, target, flags, sequence, length - head));
    }
}
