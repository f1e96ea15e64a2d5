package org.ringback.issuer.core;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ringback.api.GrantId;

/**
 * Remembers by which way the latest rings of each piece of equipment were answered, from each address of this machine: where
 * the two networks do not meet they will not meet next time either, and a ring need not wait for that. In memory only.
 * Belongs to the core's thread.
 */
final class RelayedLately {
    /** So many relayed rings in a row say that the next one will be. */
    static final int IN_A_ROW = 3;

    /** Beyond these the least recently used are forgotten. */
    private static final int REMEMBERED = 256;

    /** The least recently used first. */
    private final Map<Pair, Integer> relayed = new LinkedHashMap<>(16, 0.75f, true);

    private record Pair(GrantId grant, InetAddress local) {}

    /** A ring was answered. */
    void answered(GrantId grant, InetAddress local, boolean throughTheRelay) {
        Pair pair = new Pair(grant, local);
        if (throughTheRelay) {
            relayed.merge(pair, 1, (before, one) -> Math.min(IN_A_ROW, before + one));
            if (relayed.size() > REMEMBERED) {
                relayed.remove(relayed.keySet().iterator().next());
            }
        } else {
            relayed.remove(pair);
        }
    }

    /** {@return whether all of the latest rings from there were relayed, and there were enough} */
    boolean always(GrantId grant, InetAddress local) {
        return relayed.getOrDefault(new Pair(grant, local), 0) >= IN_A_ROW;
    }

    /** {@return how many pairs are remembered} */
    int size() {
        return relayed.size();
    }
}
