package org.ringback.registry.internal;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import org.ringback.api.EquipmentId;
import org.ringback.api.Role;
import org.ringback.api.control.SeenPaths;
import org.ringback.kernel.EstateWriter;
import org.ringback.kernel.Registration;

/**
 * A registration with its address packed into numbers, one object in place of five. With its entries in both indexes a
 * row takes about 140 bytes on a JVM with compressed pointers, without its ID, which other objects share, and without what
 * was seen of its paths, which only devices have that rang or were rung. A refresh changes it in place. Guarded by its owner.
 */
final class Row {
    private static final int IPV4_LENGTH = 4;
    private static final int IPV6_LENGTH = 16;

    private final EquipmentId id;
    private InetSocketAddress socket;
    private long high;
    private long low;
    private long since;
    private long refreshed;
    private long expires;
    private int scope;
    private char port;
    private boolean ipv6;
    private boolean issuer;
    private SeenPaths seen = SeenPaths.NOTHING;

    /**
     * The end by which {@link RowDeadlines} orders this row; next, whether the row was removed. Used by that class
     * only.
     */
    long due;

    boolean removed;

    /**
     * Packs a registration.
     *
     * @param registration the registration to keep
     * @param socket equal to the registration's, but shared with other rows
     */
    Row(Registration registration, InetSocketAddress socket) {
        this.id = registration.id();
        this.socket = socket;
        set(registration, socket);
    }

    /** Replaces the registration by the next one of the same ID; changes nothing if it throws. */
    void set(Registration registration, InetSocketAddress shared) {
        InetAddress address = registration.address().getAddress();
        if (address == null) {
            throw new IllegalArgumentException(
                    "address: " + registration.address() + " (expected: an IP address and a port)");
        }
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        boolean six = bytes.capacity() == IPV6_LENGTH;
        long first = six ? bytes.getLong() : 0;
        long last = six ? bytes.getLong() : bytes.getInt();
        if (six != ipv6 || first != high || last != low) {
            // Another network, of which nothing is known yet.
            seen = SeenPaths.NOTHING;
        }
        this.ipv6 = six;
        this.high = first;
        this.low = last;
        this.scope = address instanceof Inet6Address scoped ? scoped.getScopeId() : 0;
        this.socket = shared;
        this.port = (char) registration.address().getPort();
        this.issuer = registration.role() == Role.ISSUER;
        this.since = registration.since();
        this.refreshed = registration.refreshed();
        this.expires = registration.expires();
    }

    /** What was seen of the paths to its address. */
    SeenPaths seen() {
        return seen;
    }

    void saw(UnaryOperator<SeenPaths> more) {
        seen = more.apply(seen);
    }

    /** Takes the place of an earlier row of its ID, and knows what that one knew, if it is at the same IP address. */
    void follow(Row earlier) {
        if (earlier.ipv6 == ipv6 && earlier.high == high && earlier.low == low) {
            seen = earlier.seen;
        }
    }

    EquipmentId id() {
        return id;
    }

    /** Whether its present place is early enough for a new end. */
    boolean standsBefore(long end) {
        return due - end <= 0;
    }

    long expires() {
        return expires;
    }

    /** Whether the row has expired; compares by difference, as monotonic times may wrap around. */
    boolean expiredAt(long nanos) {
        return expires - nanos <= 0;
    }

    InetSocketAddress socket() {
        return socket;
    }

    /** Writes it for {@link RowsLeft}, with the number of its socket there. */
    void write(EstateWriter out, int socketNumber) {
        out.text(id.value())
                .number(role().number())
                .address(new InetSocketAddress(address(), port))
                .number(socketNumber)
                .number(since)
                .number(refreshed)
                .number(expires);
    }

    Role role() {
        return issuer ? Role.ISSUER : Role.ACCEPTOR;
    }

    Registration registration() {
        return new Registration(id, role(), new InetSocketAddress(address(), port), socket, since, refreshed, expires);
    }

    private InetAddress address() {
        try {
            if (!ipv6) {
                byte[] bytes = new byte[IPV4_LENGTH];
                ByteBuffer.wrap(bytes).putInt((int) low);
                return InetAddress.getByAddress(bytes);
            }
            byte[] bytes = new byte[IPV6_LENGTH];
            ByteBuffer.wrap(bytes).putLong(high).putLong(low);
            return scope == 0 ? InetAddress.getByAddress(bytes) : Inet6Address.getByAddress(null, bytes, scope);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("address: the length is 4 or 16", e);
        }
    }
}
