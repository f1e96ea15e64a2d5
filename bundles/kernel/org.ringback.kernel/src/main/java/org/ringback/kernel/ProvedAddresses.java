package org.ringback.kernel;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Moment;
import org.ringback.api.limits.HighWater;
import org.ringback.api.limits.Limit;
import org.ringback.api.limits.LimitUse;

/**
 * The addresses at which accepted keys were proved lately: IPv4 addresses and IPv6 /64s, each remembered for
 * {@link #LASTS} and as long as the key is accepted. Only a proof adds an address, so strangers cannot fill it; one key
 * has at most {@link #MAX_OF_ONE_KEY} addresses, so no key fills it alone. Not thread-safe.
 */
public final class ProvedAddresses {
    /** How long a proof is remembered. */
    public static final Duration LASTS = Duration.ofMinutes(10);
    /** Most proofs that are remembered; beyond, the oldest one is forgotten. */
    public static final int MAX = 8_192;
    /** Most addresses of one key; beyond, its oldest proof is forgotten. */
    public static final int MAX_OF_ONE_KEY = 4;

    /** The proofs, oldest first, and until when each is remembered, in monotonic nanoseconds. */
    private final Map<Proof, Long> proofs = new LinkedHashMap<>();

    private final Map<Long, Integer> hosts = new HashMap<>();
    private final Map<KeyFingerprint, List<Proof>> byKey = new HashMap<>();

    private final HighWater remembered = new HighWater();

    private record Proof(KeyFingerprint key, long host) {}

    /**
     * Notes that a key was proved at an address.
     *
     * @param key the key, which is accepted
     * @param at the address
     * @param now when
     */
    public void add(KeyFingerprint key, InetAddress at, Moment now) {
        expire(now);
        Proof proof = new Proof(key, Hosts.host(at));
        List<Proof> ofKey = byKey.computeIfAbsent(key, first -> new ArrayList<>(1));
        if (proofs.remove(proof) != null) {
            ofKey.remove(proof);
        } else {
            hosts.merge(proof.host(), 1, Integer::sum);
        }
        ofKey.add(proof);
        proofs.put(proof, now.plus(LASTS));
        remembered.reached(Math.min(MAX, proofs.size()));
        if (ofKey.size() > MAX_OF_ONE_KEY) {
            forget(ofKey.get(0));
        } else if (proofs.size() > MAX) {
            forget(proofs.keySet().iterator().next());
        }
    }

    /**
     * Forgets the proofs of a key that is no longer accepted.
     *
     * @param key which
     */
    public void forget(KeyFingerprint key) {
        List.copyOf(byKey.getOrDefault(key, List.of())).forEach(this::forget);
    }

    private void forget(Proof proof) {
        proofs.remove(proof);
        hosts.computeIfPresent(proof.host(), (host, count) -> count > 1 ? count - 1 : null);
        byKey.computeIfPresent(proof.key(), (key, others) -> {
            others.remove(proof);
            return others.isEmpty() ? null : others;
        });
    }

    private void expire(Moment now) {
        while (!proofs.isEmpty()) {
            Map.Entry<Proof, Long> oldest = proofs.entrySet().iterator().next();
            if (oldest.getValue() > now.nanos()) {
                return;
            }
            forget(oldest.getKey());
        }
    }

    /** Whether any key was proved at a host lately. */
    boolean has(long host, Moment now) {
        expire(now);
        return hosts.containsKey(host);
    }

    /** {@return how many proofs are remembered} */
    public int size() {
        return proofs.size();
    }

    /**
     * Tells how many proofs are remembered.
     *
     * @param limit the limit that {@link #MAX} is
     * @param now when
     * @return its use
     */
    public LimitUse use(Limit limit, Moment now) {
        expire(now);
        return remembered.use(limit, MAX, proofs.size());
    }
}
