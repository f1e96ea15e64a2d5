package org.ringback.acceptor.core;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.ringback.api.crypto.Protection;
import org.ringback.api.crypto.Secret;
import org.ringback.driver.ServerRoute;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;

/**
 * Takes and renews the lease of one piece of equipment (docs/protocol.md, "Lease"). The key stays in memory: after a
 * restart a new lease is taken, so there is nothing to be read from a stolen disk.
 */
final class LeaseKeeper {
    private static final double RENEW_FROM = 0.5;
    private static final double RENEW_UNTIL = 0.8;

    private final Kit kit;
    private final Errands errands;
    private final StoredEquipment self;
    private final ServerRoute servers;
    private final Consumer<Turn> fresh;
    private final Backoff backoff;
    private Optional<LeaseKeys> keys = Optional.empty();
    private Optional<Instant> until = Optional.empty();
    private int alarms;
    private String trouble = "asking for one";
    private long askAt = Long.MIN_VALUE;
    private boolean asking;
    private boolean failing;
    private boolean waitingForName;
    private boolean waitingForOwner;

    LeaseKeeper(Kit kit, Errands errands, StoredEquipment self, ServerRoute servers, Consumer<Turn> fresh) {
        this.kit = kit;
        this.errands = errands;
        this.self = self;
        this.servers = servers;
        this.fresh = fresh;
        this.backoff = new Backoff(kit.random());
    }

    Optional<LeaseKeys> keys() {
        return keys;
    }

    Optional<Instant> until() {
        return until;
    }

    /** {@return what the server wants the owner to know, as of the last lease: the bits of ALARMS} */
    int alarms() {
        return alarms;
    }

    /** {@return why there is no lease, in words} */
    String trouble() {
        return trouble;
    }

    long deadline() {
        return asking ? Long.MAX_VALUE : askAt;
    }

    void tick(Turn turn) {
        if (asking || turn.nanos() < askAt) {
            return;
        }
        Optional<Protection> protection = kit.protection(self);
        if (protection.isEmpty()) {
            waitingForOwner = true;
            trouble = self.notAllowed(kit.settings().protections());
            askAt = Long.MAX_VALUE;
        } else {
            asking = true;
            new LeaseErrand(kit, errands, self, protection.get(), servers, this).begin(turn);
        }
    }

    /** The server has an address now. */
    void resolved(Turn turn) {
        if (waitingForName) {
            waitingForName = false;
            backoff.reset();
            askAt = turn.nanos();
        }
    }

    /** The owner changed the configuration: it may allow what it did not. */
    void configured(Turn turn) {
        if (waitingForOwner) {
            waitingForOwner = false;
            askAt = turn.nanos();
        }
    }

    void leased(Message answer, Turn turn) {
        asking = false;
        failing = false;
        alarms = answer.find(Attributes.ALARMS).orElse(0);
        Duration lifetime = Duration.ofSeconds(answer.get(Attributes.LIFETIME));
        keys = Optional.of(
                LeaseKeys.derive(Secret.copyOf(answer.get(Attributes.REGISTRATION_KEY)), self.id(), kit.crypto()));
        double part = kit.random().nextDouble(RENEW_FROM, RENEW_UNTIL);
        askAt = turn.in(Duration.ofMillis(Math.max(1_000, Math.round(lifetime.toMillis() * part))));
        Instant believed = kit.time().learn(Instant.ofEpochSecond(answer.get(Attributes.SERVER_TIME)), turn.now());
        until = Optional.of(kit.time().at(turn.now()).plus(lifetime));
        turn.persist(List.of(Records.time(believed)));
        fresh.accept(turn);
    }

    void noLease(String why, Turn turn) {
        asking = false;
        failing = true;
        trouble = why;
        waitingForName = servers.addresses().isEmpty();
        askAt = turn.in(backoff.next());
    }

    /** The server does not know our lease's key any more. */
    void refused(Turn turn) {
        keys = Optional.empty();
        until = Optional.empty();
        trouble = "the server does not know the last one";
        askAt = turn.in(backoff.next());
    }

    /** A registration under the lease was accepted. */
    void confirmed() {
        if (!failing) {
            backoff.reset();
        }
    }
}
