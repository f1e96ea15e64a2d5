package org.ringback.shell.internal;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;

/**
 * Keeps the calls that {@code ring --forward} left standing, until {@code hang-up}, the end of the call-back or of the
 * process. An immediate component, as the calls outlive the command that made them. Thread-safe.
 */
@Component(service = LiveRings.class, immediate = true)
public final class LiveRings {
    static final int LIMIT = 64;

    private final UnderWay underWay;
    private final Aftermath aftermath;
    private final Map<RingNonce, StandingCall> calls = new ConcurrentHashMap<>();

    /**
     * Begins without a call.
     *
     * @param underWay counts the calls
     */
    @Activate
    public LiveRings(@Reference UnderWay underWay) {
        this(underWay, InstantSource.system());
    }

    LiveRings(UnderWay underWay, InstantSource clock) {
        this.underWay = underWay;
        this.aftermath = new Aftermath(clock);
    }

    /** What happened to rings after their stories. */
    Aftermath aftermath() {
        return aftermath;
    }

    void keep(StandingCall call) {
        if (calls.size() >= LIMIT) {
            throw CommandFailure.refused("--forward: " + LIMIT + " calls stand already (expected: fewer);"
                    + " next: hang-up NONCE, or: hang-up all");
        }
        if (!underWay.begins()) {
            throw CommandFailure.refused("--forward: this program ends (expected: one that stays); next: ring again");
        }
        RingNonce nonce = call.story().nonce();
        calls.put(nonce, call);
        aftermath.stands(call);
        call.ring().over().thenAccept(why -> {
            if (calls.remove(nonce, call)) {
                aftermath.ended(call, why);
                underWay.breaksOff(call.story().equipment().toString(), why);
            }
        });
    }

    /** Ends a call; returns whether it stood. */
    boolean hangUp(RingNonce nonce) {
        StandingCall call = calls.remove(nonce);
        if (call == null) {
            return false;
        }
        call.ring().close();
        underWay.ends();
        return true;
    }

    /** {@return the standing calls, the oldest first} */
    List<StandingCall> standing() {
        return calls.values().stream()
                .sorted(Comparator.comparing(call -> call.story().began()))
                .toList();
    }

    /** {@return the call of a ring of this issuer, if it stands} */
    Optional<StandingCall> of(RingStory story) {
        return Optional.ofNullable(calls.get(story.nonce()))
                .filter(call -> call.story().party().equals(story.party()));
    }

    List<RingNonce> nonces() {
        return calls.keySet().stream()
                .sorted(Comparator.comparing(RingNonce::hex))
                .toList();
    }

    /** Hangs up everything, as the process ends. */
    @Deactivate
    public void hangUpAll() {
        nonces().forEach(this::hangUp);
    }
}
