package org.ringback.simulator;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.ringback.api.EquipmentId;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingSystem;
import org.ringback.api.Secret;
import org.ringback.api.control.GrantedEquipment;
import org.ringback.api.control.Ring;
import org.ringback.api.net.Network;
import org.ringback.issuer.core.IssuerAction;
import org.ringback.issuer.core.IssuerCore;
import org.ringback.issuer.core.IssuerEvent;
import org.ringback.issuer.core.IssuerRecords;
import org.ringback.issuer.core.IssuerSettings;
import org.ringback.issuer.core.KeptPassword;
import org.ringback.issuer.core.OwnNetworks;
import org.ringback.kernel.Action;
import org.ringback.wire.Door;

/** A person's laptop with an address of its own, and with the real {@link IssuerCore}. */
final class IssuerParty extends Party {
    /** The most that a configuration may allow. */
    private static final int MANY_RINGS = 64;

    private static final int MANY_CALLS = 1_024;
    /** Where gateways are, though none of these is global: none of the networks that it is on itself. */
    private static final List<Network> HOMES =
            List.of(Network.parse("203.0.113.0/24"), Network.parse("2001:db8:2::/64"));

    private static final List<Network> NETWORKS =
            List.of(Network.parse("198.51.100.0/24"), Network.parse("2001:db8:3::/64"));
    private static final Duration HASHING = Duration.ofMillis(40);
    private static final Duration OPENING = Duration.ofMillis(1);

    private static final Duration SHORTEST_TALK = Duration.ofMillis(50);
    private static final Duration LONGEST_TALK = Duration.ofSeconds(4);

    private final Map<Long, InetSocketAddress> listeners = new HashMap<>();
    private IssuerCore core;
    private boolean talksForever;
    private boolean deaf;
    private Duration longestTalk = LONGEST_TALK;
    /** Share of calls in which somebody hangs up whether or not all is heard. */
    private double hurry = 0.2;

    private int waits;

    IssuerParty(Scene scene, Host host, Disk disk) {
        super(scene, host, disk, Fault.ISSUER_KILLED);
    }

    @Override
    IssuerCore core() {
        return core;
    }

    /** Nobody hangs up before all is said and heard. */
    void hearOut() {
        hurry = 0;
    }

    /** Conversations last until somebody cuts them. */
    void talkForever() {
        talksForever = true;
    }

    /** From now on it cannot listen on any port. */
    void listensNowhere() {
        deaf = true;
    }

    /** Conversations are over as soon as they stand. */
    void hangUpAtOnce() {
        longestTalk = SHORTEST_TALK;
        hurry = 1;
    }

    /** {@return how often its user was told that a ring waits} */
    int waits() {
        return waits;
    }

    void forgetWaits() {
        waits = 0;
    }

    CompletableFuture<EquipmentId> join(String enrolmentString) {
        return command(request -> new IssuerEvent.Join(request, enrolmentString));
    }

    CompletableFuture<GrantedEquipment> acceptGrant(String grantString) {
        return command(request -> new IssuerEvent.AcceptGrant(request, grantString, false));
    }

    CompletableFuture<EquipmentId> password(EquipmentId equipment, String password) {
        Secret typed = Secret.copyOf(password.getBytes(StandardCharsets.UTF_8));
        return command(request -> new IssuerEvent.SetPassword(request, equipment, typed));
    }

    /** Gives granted equipment another local name. */
    CompletableFuture<EquipmentId> rename(EquipmentId equipment, EquipmentId name) {
        return command(request -> new IssuerEvent.Rename(request, equipment, name));
    }

    /** {@return the ID of equipment, by its local name; the name itself of what is not granted} */
    EquipmentId id(EquipmentId name) {
        return core.granted(name).map(GrantedEquipment::id).orElse(name);
    }

    CompletableFuture<EquipmentId> forget(EquipmentId equipment) {
        return command(request -> new IssuerEvent.Forget(request, equipment));
    }

    /** Rings; the command's number is the ring's. */
    CompletableFuture<Ring> ring(EquipmentId equipment, RingSystem system, ProtectionId protection) {
        return command(request -> new IssuerEvent.Ring(
                request, equipment, Optional.of(system), Optional.of(Protections.NAMES.name(protection)), "http"));
    }

    void giveUp(SimulatedRing ring) {
        event(new IssuerEvent.GiveUp(ring.number()));
    }

    @Override
    void boot() {
        core = new IssuerCore(
                scene().toolbox(),
                simulation().fork(),
                IssuerRecords.read(disk()::table),
                new IssuerSettings(
                        MANY_RINGS, MANY_CALLS, Optional.empty(), Optional.empty(), HOMES, IssuerSettings.SILENT_CALLS),
                connection -> OptionalInt.empty());
    }

    @Override
    void died() {
        listeners.clear();
        scene().referee().issuerDied(this);
    }

    @Override
    void own(Action action) {
        if (action instanceof IssuerAction.RingBegan began) {
            complete(began.request(), null);
        } else if (action instanceof IssuerAction.Listen listen) {
            listeners.put(listen.listener(), listen.local());
            later(OPENING, () -> opened(listen));
        } else if (action instanceof IssuerAction.StopListening stop) {
            InetSocketAddress local = listeners.remove(stop.listener());
            if (local != null) {
                scene().tcp().kernels().of(host()).stopListening(local);
            }
        } else if (action instanceof IssuerAction.AwaitHello await) {
            Optional.ofNullable(end(await.connection()))
                    .ifPresent(end -> end.expectHello(() -> event(new IssuerEvent.Hello(await.connection()))));
        } else if (action instanceof IssuerAction.AnswerCall answer) {
            use(
                    answer.connection(),
                    Door.ISSUER_CALL,
                    Credentials.device(key(answer.session().identity())),
                    peer -> peer.key().equals(answer.session().equipment()));
        } else if (action instanceof IssuerAction.Relay relay) {
            relay(relay.connection(), relay.server(), relay.bind(), () -> end(relay.connection())
                    .expectHello(() -> event(new IssuerEvent.Hello(relay.connection()))));
        } else if (action instanceof IssuerAction.Punch punch) {
            dialToAnswer(
                    punch.connection(),
                    punch.to(),
                    punch.from(),
                    () -> event(new IssuerEvent.Hello(punch.connection())));
        } else if (action instanceof IssuerAction.HandOver over) {
            handOver(over);
        } else if (action instanceof IssuerAction.RingWaits) {
            waits++;
        } else if (action instanceof IssuerAction.RingEnded ended) {
            scene().referee().ringEnded(this, ended.ring(), ended.story());
        } else if (action instanceof IssuerAction.HashPassword hash) {
            later(HASHING, () -> hashed(hash));
        }
    }

    private void opened(IssuerAction.Listen listen) {
        if (deaf) {
            listeners.remove(listen.listener());
            event(new IssuerEvent.ListenFailed(listen.listener(), "in use"));
        } else if (listeners.containsKey(listen.listener())) {
            scene().tcp().listen(host(), listen.local(), true, end -> {
                long connection = accept(end);
                event(new IssuerEvent.Incoming(connection, listen.listener(), end.remote()));
            });
            event(new IssuerEvent.Listening(
                    listen.listener(),
                    listen.local(),
                    new OwnNetworks(Set.of(host().ipv4(), host().ipv6()), NETWORKS)));
        }
    }

    private void handOver(IssuerAction.HandOver over) {
        End end = end(over.connection());
        if (end == null) {
            return;
        }
        scene().referee().handedOverAtIssuer(this, end, over.ring(), over.facts());
        SimulatedCall call = end.converse(true);
        if (!talksForever) {
            call.hangUp(
                    simulation().between(SHORTEST_TALK, longestTalk),
                    simulation().chance(hurry));
        }
    }

    private void hashed(IssuerAction.HashPassword hash) {
        event(new IssuerEvent.PasswordHashed(
                hash.request(),
                hash.equipment(),
                KeptPassword.of(scene().toolbox().rings(), hash.password(), hash.target(), hash.identity())));
    }
}
