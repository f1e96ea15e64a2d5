package org.ringback.shell.internal;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.Role;
import org.ringback.api.control.CallControl;
import org.ringback.api.control.CallStatus;

/**
 * Finds the calls of this program, and among them those that {@code ring --forward} left standing until {@code hang-up} or the
 * end of the process. The calls belong to the bundle of calls: a shell that starts finds those of the shell before it. An
 * immediate component, as a program that was started for one ring waits for their end. Thread-safe.
 */
@Component(service = LiveRings.class, immediate = true)
public final class LiveRings {
    static final int LIMIT = 64;
    /** Who tells the stories of their rings. */
    static final String PARTY = "issuer";

    private final UnderWay underWay;
    private final Aftermath aftermath;
    private volatile Optional<CallControl> calls = Optional.empty();

    /**
     * Begins without calls; a server has none.
     *
     * @param underWay counts the calls
     */
    @Activate
    public LiveRings(@Reference UnderWay underWay) {
        this(underWay, InstantSource.system());
    }

    LiveRings(UnderWay underWay, InstantSource clock) {
        this.underWay = underWay;
        this.aftermath = new Aftermath(clock, this);
    }

    /** Takes the calls of this program; each standing one with a port is waited for. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setCalls(CallControl found) {
        calls = Optional.of(found);
        standing().forEach(call -> {
            if (underWay.begins()) {
                await(call.call().ring(), call.call().equipment());
            }
        });
    }

    void unsetCalls(CallControl gone) {
        if (calls.filter(gone::equals).isPresent()) {
            calls = Optional.empty();
        }
    }

    /** What happened to rings after their stories. */
    Aftermath aftermath() {
        return aftermath;
    }

    /**
     * Keeps the call of a ring until somebody hangs up; it has a port.
     *
     * @param ring which
     * @param equipment what was rung
     */
    void keep(RingNonce ring, EquipmentId equipment) {
        if (standing().size() > LIMIT) {
            throw CommandFailure.refused("--forward: " + LIMIT + " calls stand already (expected: fewer);"
                    + " next: hang-up NONCE, or: hang-up all");
        }
        if (!underWay.begins()) {
            throw CommandFailure.refused("--forward: this program ends (expected: one that stays); next: ring again");
        }
        await(ring, equipment);
    }

    private void await(RingNonce ring, EquipmentId equipment) {
        calls.flatMap(all -> all.over(ring))
                .ifPresentOrElse(
                        over -> over.thenAccept(end -> {
                            if (end.wanted()) {
                                underWay.ends();
                            } else {
                                underWay.breaksOff(equipment.toString(), end.why());
                            }
                        }),
                        () -> underWay.breaksOff(equipment.toString(), "it is over already"));
    }

    /** Ends a call; returns whether it stood. */
    boolean hangUp(RingNonce ring) {
        return calls.filter(all -> all.hangUp(ring)).isPresent();
    }

    /** {@return the standing calls that have a port, the oldest first} */
    List<ForwardedCall> standing() {
        return all().filter(call -> call.call().stands()).toList();
    }

    /** {@return the calls with a port that ended though nobody here hung up, the latest first} */
    Stream<ForwardedCall> brokeOff() {
        return all().filter(
                        call -> call.call().end().filter(end -> !end.wanted()).isPresent());
    }

    /** {@return all calls of this program, those that stand first} */
    List<CallStatus> everyCall() {
        return calls.map(CallControl::calls).orElse(List.of());
    }

    private Stream<ForwardedCall> all() {
        return everyCall().stream()
                .filter(call -> call.role() == Role.ISSUER)
                .map(ForwardedCall::of)
                .flatMap(Optional::stream);
    }

    /** {@return the call of a ring of this issuer, if it stands} */
    Optional<ForwardedCall> of(RingStory story) {
        return standing().stream()
                .filter(call ->
                        story.party().equals(PARTY) && call.call().ring().equals(story.nonce()))
                .findAny();
    }

    List<RingNonce> nonces() {
        return standing().stream()
                .map(ForwardedCall::call)
                .map(CallStatus::ring)
                .toList();
    }
}
