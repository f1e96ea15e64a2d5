package org.ringback.shell.internal;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.ringback.api.RingNonce;
import org.ringback.api.control.Ring;

/**
 * The rings that a command left standing, until {@code hang-up} or the end of the process. Immediate, as they outlive the
 * command that made them. Thread-safe.
 */
@Component(service = LiveRings.class, immediate = true)
public final class LiveRings {
    static final int LIMIT = 64;

    private final Map<RingNonce, Ring> rings = new ConcurrentHashMap<>();

    /** Begins without any. */
    @Activate
    public LiveRings() {}

    void keep(RingNonce nonce, Ring ring) {
        if (rings.size() >= LIMIT) {
            throw CommandFailure.refused("--forward: " + LIMIT + " calls stand already (expected: fewer);"
                    + " next: hang-up NONCE, or: hang-up all");
        }
        rings.put(nonce, ring);
    }

    Optional<Ring> take(RingNonce nonce) {
        return Optional.ofNullable(rings.remove(nonce));
    }

    List<RingNonce> nonces() {
        return rings.keySet().stream()
                .sorted(Comparator.comparing(RingNonce::hex))
                .toList();
    }

    /** Hangs up everything, as the process ends. */
    @Deactivate
    public void hangUpAll() {
        nonces().forEach(nonce -> take(nonce).ifPresent(Ring::close));
    }
}
