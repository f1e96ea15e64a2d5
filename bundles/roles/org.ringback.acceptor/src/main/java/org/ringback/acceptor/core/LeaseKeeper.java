package org.ringback.acceptor.core;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.ringback.api.ProtectionId;
import org.ringback.api.Secret;
import org.ringback.kernel.EstateReader;
import org.ringback.kernel.EstateWriter;
import org.ringback.kernel.Recovery;
import org.ringback.kernel.ServerMisses;
import org.ringback.kernel.ServerRoute;
import org.ringback.kernel.Turn;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;

/**
 * Takes and renews the lease of one piece of equipment (docs/protocol.md, "Lease"). The key is kept in memory only:
 * after a restart it takes a new lease, so that a stolen disk has no key.
 */
final class LeaseKeeper {
    private static final double RENEW_FROM = 0.5;
    private static final double RENEW_UNTIL = 0.8;

    private final Context context;
    private final Supplier<StoredEquipment> self;
    private final ServerRoute servers;
    private final Consumer<Turn> fresh;
    private final Recovery recovery;
    private Optional<LeaseKeys> keys = Optional.empty();
    private Optional<Instant> until = Optional.empty();
    private int alarms;
    /** Whether the server tells them with each registration, so that one without them has none. */
    private boolean alarmsFollow;

    private Optional<Trouble> trouble = Optional.empty();
    private Optional<String> warning = Optional.empty();
    private long askAt = Long.MIN_VALUE;
    private Optional<LeaseRequest> asking = Optional.empty();
    private boolean unreachable;
    private boolean failing;
    private boolean waitingForName;
    private boolean waitingForOwner;

    LeaseKeeper(Context context, Supplier<StoredEquipment> self, ServerRoute servers, Consumer<Turn> fresh) {
        this.context = context;
        this.self = self;
        this.servers = servers;
        this.fresh = fresh;
        this.recovery = new Recovery(context.random());
    }

    Optional<LeaseKeys> keys() {
        return keys;
    }

    /** Leaves the lease; if there is none, or it could not be renewed, the successor asks for one at once. */
    void leave(EstateWriter out) {
        boolean asks = asking.isPresent() || failing || waitingForOwner;
        keys.ifPresent(held -> AcceptorEstate.row(out, AcceptorEstate.LEASE, self.get())
                .bytes(held.registration().copyBytes())
                .number(until.orElse(Instant.EPOCH).toEpochMilli())
                .number(asks ? Long.MIN_VALUE : askAt)
                .number(alarms)
                .flag(alarmsFollow));
    }

    void inherit(EstateReader in) {
        AcceptorEstate.each(in, AcceptorEstate.LEASE, self.get(), row -> {
            keys = Optional.of(
                    LeaseKeys.derive(Secret.copyOf(row.bytes()), self.get().id(), context.crypto()));
            until = Optional.of(Instant.ofEpochMilli(row.number()));
            askAt = row.number();
            alarms = row.count();
            alarmsFollow = row.more() && row.flag(); // rows of earlier versions end before
        });
    }

    Optional<Instant> until() {
        return until;
    }

    /** {@return the bits of ALARMS that the server told last, which the owner should know} */
    int alarms() {
        return alarms;
    }

    /** {@return why there is no lease; empty while it asks for the first one} */
    Optional<Trouble> trouble() {
        return trouble;
    }

    /** {@return what the owner must do to get a lease again, in words} */
    Optional<String> warning() {
        return warning;
    }

    long deadline() {
        return asking.isPresent() ? Long.MAX_VALUE : askAt;
    }

    void tick(Turn turn) {
        if (turn.nanos() < deadline()) {
            return;
        }
        Optional<ProtectionId> protection = context.protection(self.get());
        if (protection.isEmpty()) {
            // [SYS-4] equipment is then not dialled for at all, and its owner warned.
            waitingForOwner = true;
            trouble = Optional.of(new Trouble(context.notAllowed(self.get()), "choose another in the configuration"));
            askAt = Long.MAX_VALUE;
        } else {
            LeaseRequest begun = new LeaseRequest(context, self.get(), protection.get(), servers, this);
            asking = Optional.of(begun);
            begun.dial(turn);
        }
    }

    /** Asks for a lease if it waited for an address of the server. */
    void resolved(Turn turn) {
        if (waitingForName) {
            waitingForName = false;
            recovery.reset();
            askAt = turn.nanos();
        }
    }

    /** {@return whether the server could not be reached for the last request} */
    boolean unreachable() {
        return unreachable;
    }

    /** Asks again soon, as the server has answered after a silence. */
    void heard(Turn turn) {
        if (unreachable) {
            recovery.reset();
            askNow(turn);
        }
    }

    /** Asks again, as a changed network may reach the server. */
    void networkChanged(Turn turn) {
        recovery.reset();
        if (unreachable && asking.isEmpty()) {
            askNow(turn);
        }
    }

    private void askNow(Turn turn) {
        if (asking.isPresent()) {
            asking.get().dial(turn);
        } else {
            askAt = turn.nanos();
            tick(turn);
        }
    }

    /** Asks again, as a changed configuration may allow it. */
    void configured(Turn turn) {
        if (waitingForOwner) {
            waitingForOwner = false;
            trouble = Optional.empty();
            askAt = turn.nanos();
        }
    }

    void leased(Message answer, Turn turn) {
        asking = Optional.empty();
        failing = false;
        unreachable = false;
        warning = Optional.empty();
        alarms = answer.find(Attributes.ALARMS).orElse(0);
        Duration lifetime = Duration.ofSeconds(answer.get(Attributes.LIFETIME));
        keys = Optional.of(LeaseKeys.derive(
                Secret.copyOf(answer.get(Attributes.REGISTRATION_KEY)),
                self.get().id(),
                context.crypto()));
        // [LEASE-4] The acceptor renews at a random point between 50 and 80 % of the lifetime.
        double part = context.random().nextDouble(RENEW_FROM, RENEW_UNTIL);
        askAt = turn.in(Duration.ofMillis(Math.max(1_000, Math.round(lifetime.toMillis() * part))));
        Instant believed =
                context.time(self.get()).learn(Instant.ofEpochSecond(answer.get(Attributes.SERVER_TIME)), turn.now());
        until = Optional.of(context.time(self.get()).at(turn.now()).plus(lifetime));
        turn.persist(List.of(Records.time(self.get().key(), believed)));
        fresh.accept(turn);
    }

    /** Notes that the connection with the server broke. */
    void noLease(String why, Turn turn) {
        unreachable = true;
        notLeased(Trouble.ofServer(why), turn);
    }

    /** Notes that no address of the server worked. */
    void unreachable(ServerMisses misses, Turn turn) {
        unreachable = true;
        notLeased(Trouble.of(misses), turn);
        warning = switch (misses.cause()) {
            case CHAIN ->
                Optional.of("its server did not prove itself: " + misses.words()
                        + " (expected: a chain of its CA that is valid now; this gateway's clock says "
                        + turn.now().wall().truncatedTo(ChronoUnit.SECONDS)
                        + ": if that is wrong, set it; else have the server's operator look at the server's clock"
                        + " and chain)");
            case OTHER -> Optional.of(misses.clause() + "; next: " + self.get().ofOtherServer());
            default -> Optional.empty();
        };
    }

    /** Notes that the server refused a lease. */
    void denied(String why, Turn turn) {
        unreachable = false;
        notLeased(Trouble.ofServer(why), turn);
    }

    /** Notes that the server forbids this equipment everything. */
    void forbidden(String why, boolean ended, Turn turn) {
        denied(why, turn);
        warning = Optional.of((ended
                        ? "it is revoked or suspended at the server"
                        : "the server lets it in no more; it may be revoked or suspended there")
                + " (expected: its operator runs 'enrol " + self.get().id() + "', as the server's status says behind"
                + " 'revoke " + self.get().id()
                + "' where a thief may have used the string first, and that string is given to 'join --replace' here; that"
                + " makes new keys, so the password is then set and each grant given anew)");
    }

    private void notLeased(Trouble why, Turn turn) {
        asking = Optional.empty();
        failing = true;
        warning = Optional.empty();
        trouble = Optional.of(why);
        waitingForName = servers.addresses().isEmpty();
        askAt = turn.in(recovery.failed());
    }

    /** Takes a new lease, as the server does not know the present one's key any more. */
    void refused(Turn turn) {
        keys = Optional.empty();
        until = Optional.empty();
        trouble = Optional.of(Trouble.ofServer("the server does not know the last one"));
        askAt = turn.in(recovery.failed());
    }

    /** Notes that a registration with the lease's key was accepted, and what the server wants the owner to know. */
    void confirmed(Optional<Integer> told) {
        // [LEASE-12] A gateway that a Registered told so ends its warning with the first one that does not
        if (told.isPresent() || alarmsFollow) {
            alarms = told.orElse(0);
            alarmsFollow = told.isPresent();
        }
        if (!failing) {
            recovery.worked();
        }
    }
}
