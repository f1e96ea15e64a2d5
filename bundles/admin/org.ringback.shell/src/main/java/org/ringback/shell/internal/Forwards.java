package org.ringback.shell.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
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
import org.ringback.api.control.Forward;
import org.ringback.api.control.ForwardControl;
import org.ringback.api.control.ForwardStatus;
import org.ringback.api.control.ForwardStatus.State;
import org.ringback.api.control.RefusedException;

/**
 * Finds the calls and the forwards of this program. They belong to the bundle of calls: a shell that starts finds those
 * of the shell before it. Thread-safe.
 */
@Component(service = Forwards.class)
public final class Forwards {
    /** Who tells the stories of the rings that led to forwarded calls. */
    static final String PARTY = "issuer";

    private final Aftermath aftermath = new Aftermath(this);
    private volatile Optional<CallControl> calls = Optional.empty();
    private volatile Optional<ForwardControl> control = Optional.empty();

    /** Begins without either. */
    @Activate
    public Forwards() {}

    /** Takes the calls of this program; a server has none. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setCalls(CallControl found) {
        calls = Optional.of(found);
    }

    void unsetCalls(CallControl gone) {
        calls = calls.filter(one -> one != gone);
    }

    /** Takes the forwards of this program. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setControl(ForwardControl found) {
        control = Optional.of(found);
    }

    void unsetControl(ForwardControl gone) {
        control = control.filter(one -> one != gone);
    }

    /** What happened to rings after their stories. */
    Aftermath aftermath() {
        return aftermath;
    }

    /** Opens a forward with the call of an answered ring; returns where it listens. */
    InetSocketAddress open(Forward wanted, RingNonce ring) throws IOException {
        try {
            return control.orElseThrow(() -> CommandFailure.refused(
                            "--forward: no forwards here (expected: the bundle org.ringback.call)"))
                    .open(wanted, ring);
        } catch (RefusedException e) {
            throw CommandFailure.refused("--forward: " + e.getMessage());
        }
    }

    /** {@return those that are open, and those of the configuration that should be} */
    List<ForwardStatus> all() {
        return control.map(ForwardControl::forwards).orElse(List.of());
    }

    /** {@return the one that listens at an address, if there is one} */
    Optional<ForwardStatus> at(InetSocketAddress local) {
        return all().stream()
                .filter(one -> one.state() != State.NOT_LISTENING
                        && one.forward().local().equals(local))
                .findAny();
    }

    /** Hangs up a forward; returns whether it was there. */
    boolean hangUp(ForwardStatus which) {
        return control.filter(all -> all.hangUp(which.forward().local())).isPresent();
    }

    /** Has the calls that ended listed by another name of their equipment. */
    void renamed(Role role, EquipmentId before, EquipmentId now) {
        calls.ifPresent(all -> all.renamed(role, before, now));
    }

    /** Has the ports of commands ring by another name of their equipment; returns how many that concerns. */
    int renamed(EquipmentId before, EquipmentId now) {
        return control.map(all -> all.renamed(before, now)).orElse(0);
    }

    /** Ends the calls that crypto of a bundle protects, which is not used any more. */
    void cut(long bundle) {
        calls.ifPresent(all -> all.cutUnmoved(Set.of(bundle), Duration.ZERO));
    }

    /** {@return all calls of this program, those that stand first} */
    List<CallStatus> everyCall() {
        return calls.map(CallControl::calls).orElse(List.of());
    }

    /** Measures the way of the call that a ring of this issuer led to. */
    CompletionStage<Duration> ping(RingNonce ring) {
        return calls.orElseThrow(
                        () -> CommandFailure.refused("ping: no calls here (expected: the bundle org.ringback.call)"))
                .ping(ring);
    }

    /** {@return the forward that the call of a ring of this issuer serves, if it stands} */
    Optional<ForwardStatus> of(RingStory story) {
        return all().stream()
                .filter(one -> one.state() == State.STANDING
                        && story.party().equals(PARTY)
                        && one.ring().filter(story.nonce()::equals).isPresent())
                .findAny();
    }
}
