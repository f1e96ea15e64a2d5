package org.ringback.shell.internal;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.ringback.api.RingNonce;
import org.ringback.api.control.Ring;

/** The rings that a command left standing, until {@code hang-up} or the end of the process. Thread-safe. */
@Component(service = LiveRings.class)
public final class LiveRings {
    private final Map<RingNonce, Ring> rings = new ConcurrentHashMap<>();

    /** Begins without any. */
    @Activate
    public LiveRings() {}

    void keep(RingNonce nonce, Ring ring) {
        rings.put(nonce, ring);
    }

    Optional<Ring> take(RingNonce nonce) {
        return Optional.ofNullable(rings.remove(nonce));
    }

    List<RingNonce> nonces() {
        return rings.keySet().stream()
                .sorted((a, b) -> a.hex().compareTo(b.hex()))
                .toList();
    }

    /** Hangs up everything, as the process ends. */
    @Deactivate
    public void hangUpAll() {
        Collection<Ring> all = List.copyOf(rings.values());
        rings.clear();
        all.forEach(Ring::close);
    }
}
