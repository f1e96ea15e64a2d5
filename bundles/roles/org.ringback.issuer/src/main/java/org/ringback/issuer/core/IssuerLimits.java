package org.ringback.issuer.core;

import java.util.ArrayList;
import java.util.List;
import org.ringback.api.Amount;
import org.ringback.api.Moment;
import org.ringback.api.control.RefusedException;
import org.ringback.api.limits.HighWater;
import org.ringback.api.limits.LimitUse;
import org.ringback.kernel.StandingCall;

/** What an issuer does at once at most: keeps the limits, and tells how much of each is used. Belongs to the core's thread. */
final class IssuerLimits {
    private final Context context;
    private final List<Task> tasks;
    private final HighWater rings = new HighWater();
    private final HighWater ringsAndCalls = new HighWater();
    private final HighWater enrolments = new HighWater();
    private final HighWater questions = new HighWater();

    /**
     * Begins with nothing under way.
     *
     * @param context has the calls and the grants
     * @param tasks the core's, which change
     */
    IssuerLimits(Context context, List<Task> tasks) {
        this.context = context;
        this.tasks = tasks;
    }

    /** How many call-backs are open. */
    int calls() {
        return (int) context.owners().all(StandingCall.class).count();
    }

    /** Refuses one more ring if there is no place for it. */
    void mayRing(IssuerSettings settings) throws RefusedException {
        long pending = pendingRings();
        if (pending >= settings.pendingRings()) {
            throw new RefusedException("pending-rings: " + Amount.of(pending, "ring is", "rings are")
                    + " under way (expected: at most " + settings.pendingRings() + "; wait for one to end)");
        }
        if (pending + calls() >= settings.calls()) {
            throw new RefusedException("calls: " + Amount.of(calls(), "call-back stands", "call-backs stand")
                    + " (expected: at most " + settings.calls() + "; close one)");
        }
    }

    /** Refuses one more enrolment, by a command, if there is no place for it. */
    void mayEnrol(String command) throws RefusedException {
        if (enrolments() >= EnrolTask.MAX_AT_ONCE) {
            throw new RefusedException(command + ": " + enrolments() + " are under way (expected: at most "
                    + EnrolTask.MAX_AT_ONCE + " at once; wait for one to end)");
        }
    }

    /** Refuses one more question whether equipment is there, if there is no place for it. */
    void mayAsk() throws RefusedException {
        if (questions() >= PresenceTask.MAX_AT_ONCE) {
            throw new RefusedException("ping: " + questions() + " questions are under way (expected: at most "
                    + PresenceTask.MAX_AT_ONCE + " at once; ask again in a moment)");
        }
    }

    /** Refuses one more look at the network, if there is no place for it. */
    void mayCheckNetwork() throws RefusedException {
        if (tasks.stream().filter(NetworkCheckTask.class::isInstance).count() >= NetworkCheckTask.MAX_AT_ONCE) {
            throw new RefusedException("netcheck: another one is under way (expected: at most "
                    + NetworkCheckTask.MAX_AT_ONCE + " at once; ask again in a moment)");
        }
    }

    /** Adds a task that begins. */
    void add(Task begun) {
        tasks.add(begun);
        rings.reached(pendingRings());
        ringsAndCalls.reached(pendingRings() + calls());
        enrolments.reached(enrolments());
        questions.reached(questions());
    }

    List<LimitUse> all(IssuerSettings settings, Moment now) {
        List<LimitUse> limits = new ArrayList<>();
        limits.add(rings.use(IssuerLimit.RINGS, settings.pendingRings(), pendingRings()));
        limits.add(ringsAndCalls.use(IssuerLimit.CALLS, settings.calls(), pendingRings() + calls()));
        limits.add(enrolments.use(IssuerLimit.ENROLMENTS, EnrolTask.MAX_AT_ONCE, enrolments()));
        limits.add(questions.use(IssuerLimit.QUESTIONS, PresenceTask.MAX_AT_ONCE, questions()));
        limits.add(context.punches().limit(now.nanos()));
        limits.add(context.records().limit());
        limits.addAll(context.ports()
                .limits(
                        tasks.stream()
                                .filter(RingTask.class::isInstance)
                                .map(task -> ((RingTask) task).admission())
                                .toList(),
                        context.silentCalls()));
        return limits;
    }

    private long pendingRings() {
        return tasks.stream()
                .filter(task -> task instanceof RingTask ring && ring.pending())
                .count();
    }

    private long enrolments() {
        return tasks.stream().filter(EnrolTask.class::isInstance).count();
    }

    private long questions() {
        return tasks.stream().filter(PresenceTask.class::isInstance).count();
    }
}
