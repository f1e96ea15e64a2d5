package org.ringback.acceptor.core;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.ringback.api.Moment;
import org.ringback.kernel.Action;
import org.ringback.kernel.EstateReader;
import org.ringback.kernel.EstateWriter;
import org.ringback.kernel.Event;
import org.ringback.kernel.Recovery;
import org.ringback.kernel.ServerAddress;
import org.ringback.kernel.ServerRoute;
import org.ringback.kernel.Turn;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.StunView;
import org.ringback.wire.TransactionId;

/** Keeps one piece of equipment registered (docs/protocol.md, "Registration"). */
final class RegistrationClient {
    private static final Duration LIFETIME = Duration.ofMinutes(3);
    private static final double EARLIEST_REFRESH = 0.8;

    private final Context context;
    private final Supplier<StoredEquipment> self;
    private final ServerRoute servers;
    private final LeaseKeeper lease;
    private final Recovery recovery;
    private final SentRegistrations sent;
    private final RegistrationRequests requests;
    private final ServerNonce nonce = new ServerNonce();
    private final LastAnswer lastAnswer = new LastAnswer();
    private Optional<RegistrationRound> round = Optional.empty();
    private Optional<ServerAddress> used = Optional.empty();
    private Optional<InetSocketAddress> reflexive = Optional.empty();
    private int moves;
    private long registerAt = Long.MAX_VALUE;
    private long knockUntil = Long.MIN_VALUE;
    private boolean silent;
    private long registeredUntil = Long.MIN_VALUE;

    RegistrationClient(
            Context context,
            Supplier<StoredEquipment> self,
            ServerRoute servers,
            Supplier<List<Long>> notedAsUsedTwice) {
        this.context = context;
        this.self = self;
        this.servers = servers;
        this.sent = new SentRegistrations(self.get());
        this.lease = new LeaseKeeper(context, self, servers, this::beginAnew);
        this.recovery = new Recovery(context.random());
        this.requests = new RegistrationRequests(context, self, notedAsUsedTwice, lease, nonce, sent);
    }

    ServerRoute servers() {
        return servers;
    }

    /** Leaves the registration, by which the successor goes on; one that waits for its answer is sent anew. */
    void leave(EstateWriter out) {
        servers.leave((server, address) -> AcceptorEstate.row(out, AcceptorEstate.SERVER, self.get())
                .text(server)
                .address(address));
        lease.leave(out);
        AcceptorEstate.row(out, AcceptorEstate.REGISTRATION, self.get())
                .number(round.isPresent() ? Long.MIN_VALUE : registerAt)
                .number(registeredUntil)
                .flag(used.isPresent());
        used.ifPresent(server -> AcceptorEstate.write(server, out));
        out.flag(reflexive.isPresent());
        reflexive.ifPresent(out::address);
        nonce.leave(out);
        lastAnswer.leave(out);
        sent.leave(out);
    }

    /** Goes on where a predecessor in this process left. */
    void inherit(EstateReader in, Moment now) {
        AcceptorEstate.each(
                in, AcceptorEstate.SERVER, self.get(), row -> servers.inherit(row.text(), row.address(), now));
        lease.inherit(in);
        AcceptorEstate.each(in, AcceptorEstate.REGISTRATION, self.get(), row -> {
            registerAt = row.number();
            registeredUntil = row.number();
            used = row.flag() ? Optional.of(AcceptorEstate.server(row)) : Optional.empty();
            reflexive = row.flag() ? Optional.of(row.address()) : Optional.empty();
            nonce.inherit(row);
            lastAnswer.inherit(row).ifPresent(recovery::refreshed);
        });
        sent.inherit(in, lease.keys(), context.crypto());
    }

    /** {@return the address in use, else the one that would be tried first} */
    Optional<ServerAddress> current() {
        return used.or(() -> servers.addresses().stream().findFirst());
    }

    LeaseKeeper lease() {
        return lease;
    }

    Optional<InetSocketAddress> reflexive() {
        return reflexive;
    }

    /** {@return how often the server saw it at another address than before, since the start} */
    int moves() {
        return moves;
    }

    /** {@return whether the last answer is not too old} */
    boolean registered(Moment now) {
        return lease.keys().isPresent() && lastAnswer.registered(now.nanos());
    }

    String state(Moment now) {
        return lease.keys().isEmpty() ? "no lease" : lastAnswer.words(now.nanos());
    }

    /** {@return why it is not registered; empty if it is, or is about to be} */
    Optional<Trouble> trouble(Moment now) {
        return lease.keys().isEmpty() ? lease.trouble() : lastAnswer.trouble(now.nanos());
    }

    /** {@return how long ago the server answered a registration; empty if it never did since the start} */
    Optional<Duration> answered(Moment now) {
        return lastAnswer.ago(now.nanos());
    }

    long deadline() {
        long next = round.map(RegistrationRound::deadline).orElse(registerAt);
        return Math.min(lease.deadline(), mayRegister() ? next : Long.MAX_VALUE);
    }

    void tick(Turn turn) {
        lease.tick(turn);
        if (!mayRegister()) {
            return;
        }
        if (registerAt == Long.MAX_VALUE) {
            silent = true;
            registerAt = turn.in(recovery.knock());
        }
        if (round.isEmpty() && turn.nanos() >= registerAt) {
            begin(turn);
        }
        if (round.isPresent() && !round.get().tick(turn)) {
            failed(round.get().trouble(self.get().servers()), turn);
        }
    }

    /**
     * Whether to send anything: without a lease it cannot register, but if the server was silent a knock tells when it
     * is back.
     */
    private boolean mayRegister() {
        return lease.keys().isPresent() || lease.unreachable();
    }

    /**
     * Registers again, as links, routes or addresses of this machine changed: what failed may work now, and what worked
     * may not.
     */
    void networkChanged(Turn turn) {
        recovery.reset();
        lease.networkChanged(turn);
        beginAnew(turn);
    }

    /** Notes that a datagram could not be sent. */
    void sendFailed(AcceptorEvent.SendFailed failed, Turn turn) {
        if (round.isPresent() && round.get().refused(failed, turn)) {
            tick(turn);
        }
    }

    private void begin(Turn turn) {
        if (servers.due(turn.nanos())) {
            askNames(turn);
        }
        boolean knock = lease.keys().isEmpty() || turn.nanos() < knockUntil;
        round = Optional.of(
                new RegistrationRound(order(), knock, (server, now) -> register(server, LIFETIME, now), turn));
    }

    private void askNames(Turn turn) {
        servers.asked(turn.nanos());
        servers.servers().forEach(server -> turn.act(new Action.Resolve(server)));
    }

    /**
     * The addresses to try: the one in use first, but last if its name has other addresses by now, as the server moves.
     */
    private List<ServerAddress> order() {
        List<ServerAddress> all = new ArrayList<>(servers.addresses());
        used.ifPresent(server -> {
            all.remove(server);
            all.add(servers.lists(server) ? 0 : all.size(), server);
        });
        return all;
    }

    void resolved(Event.Resolved event, Turn turn) {
        if (servers.found(event.server(), event.addresses())) {
            lease.resolved(turn);
        }
    }

    /** {@return the registration that a message of the server names, if it is one of the last} */
    Optional<SentRegistration> find(TransactionId inReplyTo) {
        return sent.find(inReplyTo);
    }

    /** {@return whether a message answers the registration under way; says nothing about its authenticity} */
    boolean awaits(TransactionId transaction) {
        return round.flatMap(under -> under.find(transaction)).isPresent();
    }

    /** {@return whether the registration was accepted} */
    boolean answered(Message answer, StunView view, InetSocketAddress source, Turn turn) {
        RegistrationRound under = round.orElseThrow();
        SentRegistration request = under.find(answer.transaction()).orElseThrow();
        if (!request.server().address().equals(source)) {
            context.metrics().count(AcceptorMetric.UDP_FOREIGN_SOURCE);
        } else if (answer.kind() == MessageKind.CHALLENGE) {
            under.remove(request);
            heard(turn);
            challenged(answer, request, turn);
        } else if (!request.authenticated()
                || !context.codec().macMatches(view, request.keys().mac(MacUse.REGISTERED))
                || answer.get(Attributes.SEQUENCE) != request.sequence()) {
            context.metrics().count(AcceptorMetric.UDP_REGISTERED_NOT_PROVED);
        } else {
            registered(answer, request, turn);
            return true;
        }
        return false;
    }

    /** Ends the waiting after a silence, as the server sent a datagram other than a refusal. */
    private void heard(Turn turn) {
        if (silent) {
            silent = false;
            recovery.reset();
            knockUntil = Long.MIN_VALUE;
            lease.heard(turn);
        }
    }

    /**
     * Deregisters, once and without waiting: if the datagram is lost, the registration expires by itself. Also for a
     * registration whose answer is still on its way.
     *
     * @param turn takes the datagram
     * @return whether there was something to end
     */
    boolean deregister(Turn turn) {
        Optional<ServerAddress> at = round.flatMap(RegistrationRound::authenticated)
                .or(() -> used.filter(server -> turn.nanos() < registeredUntil))
                .filter(nonce::isOf);
        at.ifPresent(server -> register(server, Duration.ZERO, turn));
        return at.isPresent();
    }

    private void beginAnew(Turn turn) {
        knockUntil = Long.MIN_VALUE;
        rest(turn.nanos());
        tick(turn);
    }

    private void challenged(Message answer, SentRegistration request, Turn turn) {
        boolean stale = answer.get(Attributes.ERROR_CODE) == ErrorCodes.STALE_NONCE;
        if (lease.keys().isEmpty()) {
            rest(turn.in(recovery.knock()));
        } else if (request.authenticated() && !stale) {
            // [REG-15] After a 401 to a request with a nonce the acceptor backs off, takes a new lease and drops the …
            nonce.forget();
            rest(turn.nanos());
            registeredUntil = Long.MIN_VALUE;
            // [LEASE-5] A 401 to a request with a nonce that the server gave means: take a new lease.
            lease.refused(turn);
        } else if (nonce.given(answer, request.server())) {
            register(request.server(), LIFETIME, turn);
        } else {
            failed(Trouble.ofServer(request.server().server() + " refuses every nonce that it gives"), turn);
        }
    }

    private void rest(long until) {
        round = Optional.empty();
        registerAt = until;
    }

    private void registered(Message answer, SentRegistration request, Turn turn) {
        used = Optional.of(request.server());
        nonce.accepted();
        silent = false;
        knockUntil = Long.MIN_VALUE;
        lease.confirmed(answer.find(Attributes.ALARMS));
        InetSocketAddress seen = answer.get(Attributes.XOR_MAPPED_ADDRESS);
        moves += reflexive.filter(before -> !before.equals(seen)).isPresent() ? 1 : 0;
        reflexive = Optional.of(seen);
        Duration lifetime = Duration.ofSeconds(answer.get(Attributes.LIFETIME));
        registeredUntil = turn.in(lifetime);
        Duration refresh = Duration.ofSeconds(answer.get(Attributes.REFRESH_TIME));
        recovery.refreshed(refresh);
        lastAnswer.came(turn.nanos(), refresh);
        long atMost = Math.max(Duration.ofSeconds(1).toNanos(), Math.min(refresh.toNanos(), lifetime.toNanos() / 2));
        // [REG-14] registered | REFRESH-TIME − up to 20 % | Register
        rest(turn.nanos() + Math.round(atMost * context.random().nextDouble(EARLIEST_REFRESH, 1)));
    }

    /** Starts again after a while with new nonces, and knocks meanwhile, as no address gave a usable answer. */
    private void failed(Trouble why, Turn turn) {
        RegistrationRound over = round.orElseThrow();
        lastAnswer.missing(why);
        nonce.doubt();
        silent = true;
        if (!over.knock()) {
            askNames(turn);
            knockUntil = turn.in(recovery.failed());
        }
        long knockAt = Math.max(turn.nanos(), over.began() + recovery.knock().toNanos());
        boolean leased = lease.keys().isPresent();
        rest(leased && knockUntil > turn.nanos() ? Math.min(knockUntil, knockAt) : knockAt);
    }

    private void register(ServerAddress server, Duration lifetime, Turn turn) {
        boolean knock = round.map(RegistrationRound::knock).orElse(false);
        SentRegistration registration = requests.send(server, lifetime, reflexive, knock, turn);
        round.ifPresent(under -> under.add(registration));
    }
}
