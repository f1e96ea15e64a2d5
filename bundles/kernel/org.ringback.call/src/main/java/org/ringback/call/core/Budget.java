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
    /** A share is this part of all bytes. */
    private static final int SHARES = 4;
    /** A share is never less than what so many idle conversations need, if there is as much at all. */
    private static final int LEAST_CONVERSATIONS = 64;
    /** Who holds no more than this part of all bytes holds little. */
    private static final int LITTLE = 64;

    private static final long IDLE = 2L * FrameLayout.FIRST_LIMIT;

    private final long share;
    private final long keptBack;
    private final long little;
    private final AtomicReference<Use> use;

    /** What is left of all bytes, and what each peer that has any holds. Immutable. */
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
     * A full budget.
     *
     * @param bytes how much there is
     */
    public Budget(long bytes) {
        this.use = new AtomicReference<>(new Use(bytes, Map.of()));
        this.share = Math.min(bytes, Math.max(bytes / SHARES, LEAST_CONVERSATIONS * IDLE));
        // Where there is no more than one share there is nobody to keep it for.
        this.keptBack = bytes < 2 * share ? 0 : bytes / SHARES;
        this.little = Math.max(bytes / LITTLE, IDLE);
    }

    /** {@return how many bytes are left of all} */
    public long left() {
        return now().left();
    }

    /**
     * What the call-backs with one peer take from.
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

        /** Whether more than half of the share is left, and that much at all. */
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
