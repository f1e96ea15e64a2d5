package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingNonce;
import org.ringback.api.Role;
import org.ringback.api.control.CallControl;
import org.ringback.api.control.CallStatus;
import org.ringback.api.control.Forward;
import org.ringback.api.control.ForwardControl;
import org.ringback.api.control.ForwardStatus;
import org.ringback.api.control.ForwardStatus.State;
import org.ringback.api.control.RefusedException;

/** Calls that stand and end when a test says so, and the forwards that they serve. */
final class FakeCalls implements CallControl, ForwardControl {
    /** The port that is free. */
    static final int FREE = 4711;

    private final Map<RingNonce, CallStatus> standing = new LinkedHashMap<>();
    private final List<CallStatus> ended = new ArrayList<>();

    /** The calls whose way was measured. */
    final List<RingNonce> pinged = new ArrayList<>();

    /** Bundles whose calls were cut. */
    final List<Long> cut = new ArrayList<>();

    private final Map<InetSocketAddress, ForwardStatus> forwards = new LinkedHashMap<>();
    /** Whether the server carries what is called from now on. */
    boolean relayed;
    /** Why a forward cannot be opened. */
    String refused = "";

    @Override
    public int renamed(EquipmentId before, EquipmentId now) {
        List<ForwardStatus> led = forwards.values().stream()
                .filter(one ->
                        !one.configured() && one.forward().request().equipment().equals(before))
                .toList();
        led.forEach(one -> is(
                new Forward(one.forward().local(), one.forward().request().named(now)),
                false,
                one.state(),
                one.ring(),
                one.why().orElse("")));
        return led.size();
    }

    @Override
    public void renamed(Role role, EquipmentId before, EquipmentId now) {
        ended.replaceAll(call -> call.role() == role && call.equipment().equals(before) ? call.named(now) : call);
    }

    @Override
    public InetSocketAddress open(Forward wanted, RingNonce ring) throws IOException, RefusedException {
        if (wanted.local().getPort() == 1) {
            throw new IOException("Permission denied");
        }
        if (!refused.isEmpty()) {
            throw new RefusedException(refused);
        }
        InetSocketAddress at = new InetSocketAddress(wanted.local().getAddress(), FREE);
        Forward forward = new Forward(at, wanted.request());
        standing.put(
                ring,
                status(
                        Role.ISSUER,
                        ring,
                        wanted.request().equipment(),
                        wanted.request().service(),
                        Optional.of(at)));
        is(forward, false, State.STANDING, Optional.of(ring), "");
        return at;
    }

    /** A forward is so. */
    void is(Forward forward, boolean configured, State state, Optional<RingNonce> ring, String why) {
        forwards.put(
                forward.local(),
                new ForwardStatus(
                        forward,
                        configured,
                        state,
                        FakeControls.THEN,
                        ring,
                        Optional.of(why).filter(text -> !text.isEmpty())));
    }

    /** A call to equipment here stands. */
    void answered(RingNonce ring, EquipmentId equipment) {
        standing.put(ring, status(Role.ACCEPTOR, ring, equipment, "http", Optional.empty()));
    }

    /** One of those that stand ends. */
    void over(RingNonce ring, String why, boolean wanted) {
        CallStatus stood = standing.remove(ring);
        ended.add(
                0,
                stood.ended(new CallStatus.End(
                        FakeControls.THEN,
                        why,
                        wanted,
                        stood.path().orElseThrow().relayed())));
        forwards.replaceAll((at, forward) -> forward.ring().equals(Optional.of(ring))
                ? new ForwardStatus(
                        forward.forward(),
                        forward.configured(),
                        State.WAITING,
                        FakeControls.THEN,
                        forward.ring(),
                        Optional.of("the call ended: " + why))
                : forward);
    }

    private CallStatus status(
            Role role, RingNonce ring, EquipmentId equipment, String service, Optional<InetSocketAddress> at) {
        return new CallStatus(
                role,
                equipment,
                service,
                FakeControls.KEY,
                ring,
                FakeControls.THEN,
                at,
                2,
                1_234,
                5_678_901,
                Optional.of(new CallStatus.Path(
                        new InetSocketAddress("192.0.2.7", 4433), relayed, "tls13", "X25519MLKEM768")),
                Optional.empty());
    }

    /** A call from here to equipment stands. */
    void called(RingNonce ring, EquipmentId equipment) {
        standing.put(ring, status(Role.ISSUER, ring, equipment, "http", Optional.empty()));
    }

    @Override
    public CompletionStage<Duration> ping(RingNonce ring) {
        pinged.add(ring);
        return standing.containsKey(ring)
                ? CompletableFuture.completedFuture(Duration.ofMillis(20))
                : CompletableFuture.failedFuture(new RefusedException("the call is over already"));
    }

    @Override
    public void cutUnmoved(Set<Long> bundles, Duration after) {
        assertEquals("at once", Duration.ZERO, after);
        cut.addAll(bundles);
    }

    @Override
    public List<CallStatus> calls() {
        return Stream.concat(standing.values().stream(), ended.stream()).toList();
    }

    @Override
    public List<ForwardStatus> forwards() {
        return List.copyOf(forwards.values());
    }

    @Override
    public boolean hangUp(InetSocketAddress local) {
        ForwardStatus there = forwards.get(local);
        if (there == null) {
            return false;
        }
        there.ring().filter(standing::containsKey).ifPresent(ring -> over(ring, "hung up here", true));
        if (!there.configured()) {
            forwards.remove(local);
        }
        return true;
    }
}
