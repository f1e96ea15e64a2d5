package org.ringback.shell.internal;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.control.Ring;

/**
 * The rings that a command left standing, until {@code hang-up}, the end of the call-back or that of the process. Immediate,
 * as they outlive the command that made them. Thread-safe.
 */
@Component(service = LiveRings.class, immediate = true)
public final class LiveRings {
    static final int LIMIT = 64;

    private final UnderWay underWay;
    private final Map<RingNonce, Ring> rings = new ConcurrentHashMap<>();

    /**
     * Begins without any.
     *
     * @param underWay counts them
     */
    @Activate
    public LiveRings(@Reference UnderWay underWay) {
        this.underWay = underWay;
    }

    void keep(RingStory story, Ring ring) {
        if (rings.size() >= LIMIT) {
            throw CommandFailure.refused("--forward: " + LIMIT + " calls stand already (expected: fewer);"
                    + " next: hang-up NONCE, or: hang-up all");
        }
        if (!underWay.begins()) {
            throw CommandFailure.refused("--forward: this program ends (expected: one that stays); next: ring again");
        }
        rings.put(story.nonce(), ring);
        ring.over().thenAccept(why -> {
            if (rings.remove(story.nonce(), ring)) {
                underWay.breaksOff(story.equipment().toString(), why);
            }
        });
    }

    /** Returns whether it stood. */
    boolean hangUp(RingNonce nonce) {
        Ring ring = rings.remove(nonce);
        if (ring == null) {
            return false;
        }
        ring.close();
        underWay.ends();
        return true;
    }

    List<RingNonce> nonces() {
        return rings.keySet().stream()
                .sorted(Comparator.comparing(RingNonce::hex))
                .toList();
    }

    /** Hangs up everything, as the process ends. */
    @Deactivate
    public void hangUpAll() {
        nonces().forEach(this::hangUp);
    }
}
