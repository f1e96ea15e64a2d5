package org.ringback.issuer.core;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Moment;
import org.ringback.kernel.Admission;
import org.ringback.kernel.ProvedAddresses;

/**
 * The connections that came to one pending ring's listener and were not accepted yet: within the limits of an
 * {@link Admission} of its own, so that strangers who say nothing never keep the call-back out. Belongs to the core's thread.
 */
final class EarlyCalls {
    /** Places of those whose handshake began; one more is for addresses that called back lately. */
    static final int SHAKING = 4;
    /** Time to a whole first record, once half of the places are taken. */
    static final Duration FIRST_RECORD = Duration.ofSeconds(2);
    /** Time to be accepted. */
    static final Duration LIMIT = Duration.ofSeconds(5);

    private final Map<Long, Early> calls = new LinkedHashMap<>();
    private final ProvedAddresses callers;
    private final Admission admission;
    private int came;
    private int proved;
    private boolean crowded;

    /** One of them. */
    record Early(InetSocketAddress remote, Moment came) {}

    /**
     * Begins with nobody.
     *
     * @param silent places of those that said nothing whole
     * @param callers the addresses that called back lately, at any ring's listener
     */
    EarlyCalls(int silent, ProvedAddresses callers) {
        this.callers = callers;
        this.admission = new Admission(new Admission.Limits(silent, SHAKING, FIRST_RECORD, LIMIT), callers);
    }

    /** One came: whether it has a place, and who must go for it. */
    Admission.Decision add(long connection, InetSocketAddress remote, Moment now) {
        came++;
        Admission.Decision decision = admission.came(connection, remote.getAddress(), now);
        crowded |= decision.pushesOut() || !decision.admitted();
        if (decision.admitted()) {
            calls.put(connection, new Early(remote, now));
        }
        return decision;
    }

    /** A whole first record came: whether it has a place, and who must go for it. */
    Admission.Decision hello(long connection, Moment now) {
        Admission.Decision decision = admission.spoke(connection, now);
        crowded |= decision.pushesOut() || !decision.admitted();
        return decision;
    }

    @Nullable
    Early find(long connection) {
        return calls.get(connection);
    }

    /** Whether no whole first record of it came. */
    boolean silent(long connection) {
        return admission.silent(connection);
    }

    Early prove(long connection, KeyFingerprint key, Moment now) {
        Early early = calls.get(connection);
        if (early == null) {
            throw new IllegalStateException("connection " + connection + " is none of this ring's");
        }
        proved++;
        callers.add(key, early.remote().getAddress(), now);
        return early;
    }

    void remove(long connection) {
        calls.remove(connection);
        admission.left(connection);
    }

    /** Takes all of them out. */
    List<Long> clear() {
        List<Long> all = new ArrayList<>(calls.keySet());
        all.forEach(this::remove);
        return all;
    }

    /** Takes those out whose time is over. */
    List<Long> expire(Moment now) {
        List<Long> over = admission.expire(now);
        over.forEach(this::remove);
        return over;
    }

    long deadline() {
        return admission.nextDeadline();
    }

    /** {@return how many came and did not prove themselves} */
    int unproved() {
        return came - proved;
    }

    /** {@return whether somebody was turned away or pushed out, as all places were taken} */
    boolean crowded() {
        return crowded;
    }
}
