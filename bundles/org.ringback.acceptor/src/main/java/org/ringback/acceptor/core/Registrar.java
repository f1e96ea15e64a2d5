package org.ringback.acceptor.core;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.ringback.api.Moment;
import org.ringback.driver.ServerAddress;
import org.ringback.driver.ServerRoute;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.StunView;
import org.ringback.wire.TransactionId;

/** Keeps one piece of equipment registered (docs/protocol.md, "Registration"). */
final class Registrar {
    private static final Duration LIFETIME = Duration.ofMinutes(3);
    private static final double EARLIEST_REFRESH = 0.8;
    /** Makes the first request longer than any challenge: realm and nonce are at most 127 bytes each. */
    private static final int PADDING = 288;
    /** So many remembered registrations may still be answered. */
    private static final int REMEMBERED = 4;
    /** A server that refuses so many fresh nonces in a row is left alone for a while. */
    private static final int MAX_CHALLENGES = 4;

    private final Kit kit;
    private final StoredEquipment self;
    private final ServerRoute servers;
    private final LeaseKeeper lease;
    private final Backoff backoff;
    private final Deque<SentRegistration> sent = new ArrayDeque<>();
    private Optional<PendingRegistration> pending = Optional.empty();
    private Optional<ServerAddress> used = Optional.empty();
    private Optional<Message> challenge = Optional.empty();
    private Optional<InetSocketAddress> reflexive = Optional.empty();
    private final LastAnswer lastAnswer = new LastAnswer();
    private long sequence;
    private int challenges;
    private long registerAt = Long.MAX_VALUE;
    private long registeredUntil = Long.MIN_VALUE;

    Registrar(Kit kit, Errands errands, StoredEquipment self, ServerRoute servers) {
        this.kit = kit;
        this.self = self;
        this.servers = servers;
        this.lease = new LeaseKeeper(kit, errands, self, servers, this::freshLease);
        this.backoff = new Backoff(kit.random());
    }

    ServerRoute servers() {
        return servers;
    }

    /** {@return the address in use} */
    Optional<ServerAddress> current() {
        List<ServerAddress> all = servers.addresses();
        return used.filter(all::contains).or(() -> all.stream().findFirst());
    }

    LeaseKeeper lease() {
        return lease;
    }

    Optional<InetSocketAddress> reflexive() {
        return reflexive;
    }

    String state(Moment now) {
        if (lease.keys().isEmpty()) {
            return "no lease: " + lease.trouble();
        }
        return lastAnswer.words(now.nanos());
    }

    /** {@return how long ago the server answered a registration; empty if it never did since the start} */
    Optional<Duration> answered(Moment now) {
        return lastAnswer.ago(now.nanos());
    }

    long deadline() {
        long next = pending.map(PendingRegistration::nextAt).orElse(registerAt);
        return Math.min(lease.deadline(), lease.keys().isPresent() ? next : Long.MAX_VALUE);
    }

    void tick(Turn turn) {
        lease.tick(turn);
        if (pending.isPresent()) {
            PendingRegistration request = pending.get();
            if (turn.nanos() >= request.nextAt()) {
                lastAnswer.missing("no answer from " + request.server().server());
                if (request.exhausted()) {
                    startAnew(turn);
                } else {
                    request.send(turn);
                }
            }
        } else if (turn.nanos() >= registerAt) {
            lease.keys().ifPresent(keys -> register(keys, LIFETIME, turn));
        }
    }

    void resolved(AcceptorEvent.Resolved event, Turn turn) {
        if (servers.found(event.server(), event.addresses())) {
            lease.resolved(turn);
        }
    }

    /** {@return the registration that a message of the server's says it answers, if it is one of the last} */
    Optional<SentRegistration> find(TransactionId inReplyTo) {
        return sent.stream().filter(one -> one.transaction().equals(inReplyTo)).findFirst();
    }

    /** {@return whether a message answers the registration under way; whether it is believed is another question} */
    boolean awaits(TransactionId transaction) {
        return pending.map(request -> request.transaction().equals(transaction)).orElse(false);
    }

    /** {@return whether the registration was accepted} */
    boolean answered(Message answer, StunView view, InetSocketAddress source, Turn turn) {
        PendingRegistration request = pending.orElseThrow();
        if (!request.server().address().equals(source)) {
            kit.tally().count("udp.foreign-source");
        } else if (answer.kind() == MessageKind.CHALLENGE) {
            challenged(answer, request, turn);
        } else if (!request.authenticated()
                || !kit.codec().macMatches(view, request.keys().registered())
                || answer.get(Attributes.SEQUENCE) != request.sequence()) {
            kit.tally().count("udp.registered-not-proved");
        } else {
            registered(answer, turn);
            return true;
        }
        return false;
    }

    /** Says good-bye, once and without waiting: what is lost expires by itself. */
    void deregister(Turn turn) {
        if (challenge.isPresent() && turn.nanos() < registeredUntil) {
            lease.keys().ifPresent(keys -> register(keys, Duration.ZERO, turn));
        }
    }

    private void freshLease(Turn turn) {
        pending = Optional.empty();
        registerAt = turn.nanos();
        tick(turn);
    }

    private void challenged(Message answer, PendingRegistration request, Turn turn) {
        boolean stale = answer.get(Attributes.ERROR_CODE) == ErrorCodes.STALE_NONCE;
        pending = Optional.empty();
        challenges++;
        if (request.authenticated() && !stale) {
            challenge = Optional.empty();
            registeredUntil = Long.MIN_VALUE;
            lease.refused(turn);
        } else if (challenges > MAX_CHALLENGES) {
            lastAnswer.missing(request.server().server() + " refuses every nonce that it gives");
            startAnew(turn);
        } else {
            challenge = Optional.of(answer);
            sequence = 0;
            registerAt = turn.nanos();
            tick(turn);
        }
    }

    private void registered(Message answer, Turn turn) {
        pending = Optional.empty();
        challenges = 0;
        backoff.reset();
        lease.confirmed();
        reflexive = Optional.of(answer.get(Attributes.XOR_MAPPED_ADDRESS));
        Duration lifetime = Duration.ofSeconds(answer.get(Attributes.LIFETIME));
        registeredUntil = turn.in(lifetime);
        Duration refresh = Duration.ofSeconds(answer.get(Attributes.REFRESH_TIME));
        lastAnswer.came(turn.nanos(), refresh);
        long atMost = Math.max(Duration.ofSeconds(1).toNanos(), Math.min(refresh.toNanos(), lifetime.toNanos() / 2));
        registerAt = turn.nanos() + Math.round(atMost * kit.random().nextDouble(EARLIEST_REFRESH, 1));
    }

    /** Nobody answers here, or nobody sensible: another address, a new nonce, after a while. */
    private void startAnew(Turn turn) {
        pending = Optional.empty();
        challenge = Optional.empty();
        challenges = 0;
        List<ServerAddress> all = servers.addresses();
        int next = current().map(all::indexOf).orElse(-1) + 1;
        used = next < all.size() ? Optional.of(all.get(next)) : Optional.empty();
        if (used.isEmpty()) {
            servers.asked(turn.nanos());
            servers.servers().forEach(server -> turn.act(new AcceptorAction.Resolve(server)));
        }
        registerAt = turn.in(backoff.next());
    }

    private void register(LeaseKeys keys, Duration lifetime, Turn turn) {
        Optional<ServerAddress> server = current();
        if (server.isEmpty()) {
            lastAnswer.missing("no address of " + String.join(", ", self.servers()) + " is found");
            startAnew(turn);
            return;
        }
        TransactionId transaction = kit.transaction();
        Message.Builder request = Message.of(MessageKind.REGISTER, transaction)
                .with(Attributes.USERNAME, self.id())
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.LIFETIME, Math.toIntExact(lifetime.toSeconds()));
        SentRegistration naming = new SentRegistration(transaction, keys, server.get());
        byte[] bytes;
        if (challenge.isPresent()) {
            sequence++;
            request.with(Attributes.REALM, challenge.get().get(Attributes.REALM))
                    .with(Attributes.NONCE, challenge.get().get(Attributes.NONCE))
                    .with(Attributes.SEQUENCE, sequence);
            reflexive.ifPresent(address -> request.with(Attributes.REFLEXIVE_ADDRESS, address));
            bytes = kit.codec().encode(request.build(), keys.register());
            sent.addFirst(naming);
            if (sent.size() > REMEMBERED) {
                sent.removeLast();
            }
        } else {
            bytes = kit.codec()
                    .encode(request.with(Attributes.PADDING, new byte[PADDING]).build());
        }
        PendingRegistration registration = new PendingRegistration(naming, bytes, challenge.isPresent() ? sequence : 0);
        registration.send(turn);
        pending = Optional.of(registration);
    }
}
