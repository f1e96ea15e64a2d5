package org.ringback.relay.core;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * How many TCP connections strangers may hold: in all, and from one network (/24 or /56). A connection counts until its
 * key is known to be enrolled, or it is over. Not thread-safe: on the relay's loop.
 */
public final class UnprovedLimit {
    private static final int IPV4_PREFIX = 3;
    private static final int IPV6_PREFIX = 7;

    private final Map<ByteBuffer, Integer> byPrefix = new HashMap<>();
    private int total;
    private int maxTotal;
    private int maxPerPrefix;

    /**
     * Begins with nobody.
     *
     * @param maxTotal in all
     * @param maxPerPrefix from one network
     */
    public UnprovedLimit(int maxTotal, int maxPerPrefix) {
        this.maxTotal = maxTotal;
        this.maxPerPrefix = maxPerPrefix;
    }

    /**
     * Takes other limits; who is in stays.
     *
     * @param inAll in all
     * @param perPrefix from one network
     */
    public void limits(int inAll, int perPrefix) {
        maxTotal = inAll;
        maxPerPrefix = perPrefix;
    }

    /**
     * Asks for a place.
     *
     * @param address who
     * @return whether there is one; then {@link #release} must follow
     */
    public boolean admit(InetAddress address) {
        ByteBuffer prefix = prefix(address);
        int here = byPrefix.getOrDefault(prefix, 0);
        if (total >= maxTotal || here >= maxPerPrefix) {
            return false;
        }
        total++;
        byPrefix.put(prefix, here + 1);
        return true;
    }

    /**
     * Gives a place back.
     *
     * @param address who had it
     */
    public void release(InetAddress address) {
        total--;
        byPrefix.computeIfPresent(prefix(address), (prefix, count) -> count > 1 ? count - 1 : null);
    }

    private static ByteBuffer prefix(InetAddress address) {
        int length = address instanceof Inet4Address ? IPV4_PREFIX : IPV6_PREFIX;
        return ByteBuffer.wrap(address.getAddress(), 0, length).slice();
    }
}
