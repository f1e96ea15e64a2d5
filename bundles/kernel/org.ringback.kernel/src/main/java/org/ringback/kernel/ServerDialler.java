package org.ringback.kernel;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.ringback.api.ServerMiss;
import org.ringback.api.net.AddressText;
import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.wire.Message;

/**
 * Dials a server, for every role: dials its addresses one after the other, each 250 ms after the one before or as soon
 * as one fails; keeps the first connection that is proved and gives up the others (RFC 8305 §5). Resolves names
 * meanwhile, and waits for them only if no address is left. The user owns the proved connection. Belongs to one core.
 */
public final class ServerDialler {
    /** How long an address is usually left alone until the next one is dialled too. */
    static final Duration NEXT_AFTER = Duration.ofMillis(250);

    /** Longest wait for the resolver. */
    private static final Duration NAMES_LIMIT = Duration.ofSeconds(20);
    /** Longest time of an attempt, from the dial to the proof. */
    private static final Duration ATTEMPT_LIMIT = Duration.ofSeconds(15);

    private static final long NONE = -1;

    private final Owners owners;
    private final ServerWay way;
    private final User user;
    private final ServerMisses misses = new ServerMisses();
    private final Map<Long, ServerAddress> attempts = new LinkedHashMap<>();
    private final Set<ServerAddress> tried = new HashSet<>();
    private final Set<String> unanswered = new LinkedHashSet<>();
    private Predicate<ServerAddress> wanted = address -> true;
    private List<Instant> dates = List.of();
    private int date;
    private boolean running;
    private boolean asked;
    private long dialledAt;
    private long nextAt = Long.MAX_VALUE;
    private long namesUntil = Long.MAX_VALUE;
    private long connection = NONE;
    private @Nullable ServerAddress used;

    /** Owns the connection once it is proved. */
    public interface User extends ConnectionOwner {
        /**
         * The possible present times, for checking the dates of the server's chain.
         *
         * @param turn has the clock
         * @return at least one time, the likeliest first; if the chain is not valid at one, the next is tried
         */
        List<Instant> dates(Turn turn);

        /**
         * Dials an address. A user that must write something to disk before overrides this and persists first.
         *
         * @param dial the action
         * @param to the address
         * @param turn takes the actions
         */
        default void dial(Action.Dial dial, ServerAddress to, Turn turn) {
            turn.act(dial);
        }

        /**
         * How long the address before is left alone until another one is dialled beside it.
         *
         * @param next the other one
         * @return the time; if the one before fails, the other one is dialled at once
         */
        default Duration nextAfter(ServerAddress next) {
            return NEXT_AFTER;
        }

        /**
         * An address failed.
         *
         * @param reason how its connection ended
         * @param why in words, with the address
         * @param turn takes the actions
         */
        default void missed(CloseReason reason, String why, Turn turn) {
            // Reported with the others if all addresses fail.
        }

        /**
         * All addresses failed, and nothing is under way any more.
         *
         * @param why the reason for each address
         * @param turn takes the actions
         */
        void unreachable(ServerMisses why, Turn turn);
    }

    /**
     * Makes a dialler that dials nothing yet.
     *
     * @param owners numbers the connections
     * @param way how to reach the server
     * @param user owns the proved connection
     */
    public ServerDialler(Owners owners, ServerWay way, User user) {
        this.owners = owners;
        this.way = way;
        this.user = user;
    }

    /**
     * Begins to dial, or begins again.
     *
     * @param turn takes the actions
     */
    public void start(Turn turn) {
        dates = user.dates(turn);
        date = 0;
        misses.clear();
        start(way::allows, turn);
    }

    /**
     * Begins again with the addresses of the other family (IPv4 or IPv6) than that in use.
     *
     * @param turn takes the actions
     */
    public void startOtherFamily(Turn turn) {
        start(this::isOfOtherFamily, turn);
    }

    /** {@return whether there are addresses of the other family than that in use} */
    public boolean hasOtherFamily() {
        return way.route().addresses().stream().anyMatch(this::isOfOtherFamily);
    }

    /** Whether it is an address of the other family to which this machine has a route. */
    private boolean isOfOtherFamily(ServerAddress address) {
        return used != null && way.allows(address) && address.ipv6() != used.ipv6() && !misses.noRoute(address);
    }

    private void start(Predicate<ServerAddress> which, Turn turn) {
        cancel(turn);
        wanted = which;
        running = true;
        owners.dials(this);
        if (way.route().due(turn.nanos())) {
            ask(turn);
        }
        next(turn);
    }

    User user() {
        return user;
    }

    /** {@return the address of the connection in use, or used last} */
    public Optional<ServerAddress> used() {
        return Optional.ofNullable(used);
    }

    /** {@return the number of the connection that was proved; negative for none} */
    public long connection() {
        return connection;
    }

    /** {@return whether the proved connection is still open} */
    public boolean stands() {
        return owners.owns(user, connection);
    }

    /**
     * Sends on the proved connection.
     *
     * @param message the message
     * @param turn takes the action
     */
    public void send(Message message, Turn turn) {
        turn.act(new Action.Send(connection, message));
    }

    /**
     * Closes the proved connection, and gives up attempts that are under way.
     *
     * @param turn takes the actions
     */
    public void close(Turn turn) {
        cancel(turn);
        owners.close(connection, turn);
    }

    /**
     * Gives up attempts that are under way.
     *
     * @param turn takes the actions
     */
    public void cancel(Turn turn) {
        settle();
        tried.clear();
        unanswered.clear();
        List.copyOf(attempts.keySet()).forEach(attempt -> owners.abort(attempt, turn));
        attempts.clear();
    }

    private void settle() {
        running = false;
        nextAt = Long.MAX_VALUE;
        owners.settled(this);
    }

    void resolved(Event.Resolved event, Turn turn) {
        if (!way.route().named() || !way.route().servers().contains(event.server())) {
            return;
        }
        way.route().found(event.server(), event.addresses());
        misses.resolved(event);
        unanswered.remove(event.server());
        goOn(turn);
    }

    void tick(Turn turn) {
        if (turn.nanos() >= deadline()) {
            if (turn.nanos() >= namesUntil) {
                unanswered.clear();
            }
            goOn(turn);
        }
    }

    long deadline() {
        return running ? Math.min(nextAt, unanswered.isEmpty() ? Long.MAX_VALUE : namesUntil) : Long.MAX_VALUE;
    }

    private void goOn(Turn turn) {
        long soonest =
                dialledAt + untried().map(user::nextAfter).orElse(NEXT_AFTER).toNanos();
        if (attempts.isEmpty() || turn.nanos() >= soonest) {
            next(turn);
        } else {
            nextAt = soonest;
        }
    }

    private void next(Turn turn) {
        Optional<ServerAddress> address = untried();
        nextAt = Long.MAX_VALUE;
        if (address.isPresent()) {
            tried.add(address.get());
            dialledAt = turn.nanos();
            untried().ifPresent(one -> nextAt = turn.in(user.nextAfter(one)));
            new Attempt(address.get(), turn).dial(turn);
        } else if (attempts.isEmpty() && unanswered.isEmpty()) {
            exhausted(turn);
        }
    }

    private Optional<ServerAddress> untried() {
        return way.route().addresses().stream()
                .filter(wanted)
                .filter(one -> !tried.contains(one))
                .findFirst();
    }

    /** Resolves the names again before giving up, as they may have other addresses by now. */
    private void exhausted(Turn turn) {
        if (!asked && way.route().named()) {
            ask(turn);
        } else if (misses.met(ServerMiss.CHAIN) && date + 1 < dates.size()) {
            date++;
            misses.clear();
            start(wanted, turn);
        } else {
            settle();
            way.route().addresses().stream()
                    .filter(barred -> !way.allows(barred))
                    .forEach(barred -> misses.barred(
                            barred,
                            "not of the family of local = "
                                    + way.local().map(AddressText::print).orElse("")));
            user.unreachable(misses, turn);
        }
    }

    private void ask(Turn turn) {
        asked = true;
        way.route().asked(turn.nanos());
        unanswered.addAll(way.route().servers());
        namesUntil = turn.in(NAMES_LIMIT);
        way.route().servers().forEach(server -> turn.act(new Action.Resolve(server)));
    }

    /** A connection that is not proved yet. */
    private final class Attempt implements ConnectionOwner {
        private final ServerAddress to;
        private final long until;
        private final long number;

        Attempt(ServerAddress to, Turn turn) {
            this.to = to;
            this.until = turn.in(ATTEMPT_LIMIT);
            this.number = owners.open(this);
            attempts.put(number, to);
        }

        void dial(Turn turn) {
            user.dial(way.dial(number, to, dates.get(date)), to, turn);
        }

        @Override
        public void established(PeerFacts peer, Turn turn) {
            attempts.remove(number);
            way.route().proved(to);
            cancel(turn);
            used = to;
            connection = number;
            owners.pass(number, user);
            user.established(peer, turn);
        }

        @Override
        public void received(Message message, Turn turn) {
            // Nothing comes before the peer is proved.
        }

        @Override
        public void ended(CloseReason reason, Turn turn) {
            user.missed(reason, misses.add(to, reason), turn);
            if (attempts.remove(number) != null && running) {
                next(turn);
            }
        }

        @Override
        public void notWritten(String why, Turn turn) {
            attempts.remove(number);
            cancel(turn);
            user.notWritten(why, turn);
        }

        @Override
        public long deadline() {
            return until;
        }
    }
}
