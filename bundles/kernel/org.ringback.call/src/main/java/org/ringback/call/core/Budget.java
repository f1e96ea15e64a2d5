package org.ringback.call.core;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.ringback.api.KeyFingerprint;

/**
 * Bytes of buffer for the conversations of all calls. Each peer has a share, whatever number of call-backs
 * it has, and the last quarter of all bytes is for peers that hold little: so nobody takes everybody's. Thread-safe.
 */
public final class Budget {
    /** A share is all bytes divided by this. */
    private static final int SHARES = 4;
    /** A share is at least what so many idle conversations need, if there are that many bytes. */
    private static final int LEAST_CONVERSATIONS = 64;
    /** A peer holds little if it holds no more than all bytes divided by this. */
    private static final int LITTLE = 64;

    private static final long IDLE = 2L * FrameLayout.FIRST_LIMIT;

    private final long share;
    private final long keptBack;
    private final long little;
    private final AtomicReference<Use> use;

    /** How many bytes are left, and how many each peer holds. Immutable. */
    private record Use(long left, Map<KeyFingerprint, Long> held) {
        long of(KeyFingerprint peer) {
            return held.getOrDefault(peer, 0L);
        }

        Use taken(KeyFingerprint peer, long bytes) {
            Map<KeyFingerprint, Long> after = new HashMap<>(held);
            after.put(peer, of(peer) + bytes);
            after.remove(peer, 0L);
            return new Use(left - bytes, after);
        }
    }

    /**
     * Makes a budget of which nothing is used.
     *
     * @param bytes all bytes
     */
    public Budget(long bytes) {
        this.use = new AtomicReference<>(new Use(bytes, Map.of()));
        this.share = Math.min(bytes, Math.max(bytes / SHARES, LEAST_CONVERSATIONS * IDLE));
        // With only one share, there is nobody to keep bytes for.
        this.keptBack = bytes < 2 * share ? 0 : bytes / SHARES;
        this.little = Math.max(bytes / LITTLE, IDLE);
    }

    /** {@return how many bytes are left} */
    public long left() {
        return now().left();
    }

    /**
     * The share from which all call-backs with one peer take.
     *
     * @param peer its proved key
     * @return its share; all shares of one key are the same
     */
    public Share share(KeyFingerprint peer) {
        return new Share(peer);
    }

    private Use now() {
        return Objects.requireNonNull(use.get());
    }

    /** One peer's share. Thread-safe. */
    public final class Share {
        private final KeyFingerprint peer;

        private Share(KeyFingerprint peer) {
            this.peer = peer;
        }

        /** Whether more than half of the share is unused, and the budget has that much left. */
        boolean plenty() {
            Use now = now();
            return Math.min(share - now.of(peer), now.left() - keptBack) > share / 2;
        }

        boolean take(long bytes) {
            Use before = now();
            while (allowed(before, bytes)) {
                if (use.compareAndSet(before, before.taken(peer, bytes))) {
                    return true;
                }
                before = now();
            }
            return false;
        }

        void give(long bytes) {
            use.updateAndGet(now -> now.taken(peer, -bytes));
        }

        private boolean allowed(Use now, long bytes) {
            long after = now.of(peer) + bytes;
            return after <= share && now.left() - bytes >= (after <= little ? 0 : keptBack);
        }
    }
}
