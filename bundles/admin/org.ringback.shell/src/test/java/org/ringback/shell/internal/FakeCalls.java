package org.ringback.shell.internal;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingNonce;
import org.ringback.api.Role;
import org.ringback.api.control.CallControl;
import org.ringback.api.control.CallStatus;

/** Calls that stand and end when a test says so. */
final class FakeCalls implements CallControl {
    private final Map<RingNonce, CallStatus> standing = new LinkedHashMap<>();
    private final Map<RingNonce, CompletableFuture<CallStatus.End>> ends = new LinkedHashMap<>();
    private final List<CallStatus> ended = new ArrayList<>();

    /** A call with a port stands. */
    void stands(RingNonce ring, EquipmentId equipment, String service, InetSocketAddress at) {
        standing.put(ring, status(Role.ISSUER, ring, equipment, service, Optional.of(at), Optional.empty()));
        ends.put(ring, new CompletableFuture<>());
    }

    /** A call to equipment here stands. */
    void answered(RingNonce ring, EquipmentId equipment) {
        standing.put(ring, status(Role.ACCEPTOR, ring, equipment, "http", Optional.empty(), Optional.empty()));
        ends.put(ring, new CompletableFuture<>());
    }

    /** One of those that stand ends. */
    void over(RingNonce ring, String why, boolean wanted) {
        CallStatus stood = standing.remove(ring);
        CallStatus.End end = new CallStatus.End(FakeControls.THEN, why, wanted);
        ended.add(0, status(stood.role(), ring, stood.equipment(), stood.service(), stood.port(), Optional.of(end)));
        ends.remove(ring).complete(end);
    }

    private static CallStatus status(
            Role role,
            RingNonce ring,
            EquipmentId equipment,
            String service,
            Optional<InetSocketAddress> at,
            Optional<CallStatus.End> end) {
        return new CallStatus(
                role,
                equipment,
                service,
                FakeControls.KEY,
                ring,
                FakeControls.THEN,
                at,
                end.isPresent() ? 0 : 2,
                1_234,
                5_678_901,
                end.isPresent()
                        ? Optional.empty()
                        : Optional.of(new CallStatus.Path(
                                new InetSocketAddress("192.0.2.7", 4433), "tls13", "X25519MLKEM768")),
                end);
    }

    @Override
    public List<CallStatus> calls() {
        return Stream.concat(standing.values().stream(), ended.stream()).toList();
    }

    @Override
    public boolean hangUp(RingNonce ring) {
        boolean stands = standing.containsKey(ring);
        if (stands) {
            over(ring, "hung up here", true);
        }
        return stands;
    }

    @Override
    public Optional<CompletionStage<CallStatus.End>> over(RingNonce ring) {
        return Optional.ofNullable(ends.get(ring));
    }
}
