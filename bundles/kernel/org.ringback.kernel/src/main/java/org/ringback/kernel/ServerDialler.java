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
 * Dials a server, for every role: its addresses one after the other, the next one 250 ms later or as soon as one fails;
 * the first that is proved stays, the others go (RFC 8305 §5). Names are asked for beside it, and waited for only when
 * no address is left. The connection that is proved is its user's. Belongs to one core.
 */
public final class ServerDialler {
    private static final Duration NEXT_AFTER = Duration.ofMillis(250);
    /** A resolver that takes longer is not waited for. */
    private static final Duration NAMES_LIMIT = Duration.ofSeconds(20);
    /** An attempt that takes longer, from the dial to the proof, has failed. */
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

    /** Whose connection it is, from the moment at which it is proved. */
    public interface User extends ConnectionOwner {
        /**
         * What time it may be, for the dates of the server's chain.
         *
         * @param turn has the clock
         * @return the likeliest first; the next one is tried where the chain does not hold; at least one
         */
        List<Instant> dates(Turn turn);

        /**
         * An address is dialled. Whoever wants something on disk before anybody sees it writes that first.
         *
         * @param dial the action
         * @param to where
         * @param turn takes the actions
         */
        default void dial(Action.Dial dial, ServerAddress to, Turn turn) {
            turn.act(dial);
        }

        /**
         * An address did not do.
         *
         * @param reason how its connection ended
         * @param why in words, with the address
         * @param turn takes the actions
         */
        default void missed(CloseReason reason, String why, Turn turn) {
            // It is told with the others if no address does.
        }

        /**
         * No address did. Nothing is under way any more.
         *
         * @param why what each of them met
         * @param turn takes the actions
         */
        void unreachable(ServerMisses why, Turn turn);
    }

    /**
     * Dials nothing yet.
     *
     * @param owners number the connections
     * @param way to the server
     * @param user whose connection it is
     */
    public ServerDialler(Owners owners, ServerWay way, User user) {
        this.owners = owners;
        this.way = way;
        this.user = user;
    }

    /**
     * Begins, or begins anew.
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
     * Begins once more, with addresses of the family alone that was not in use.
     *
     * @param turn takes the actions
     */
    public void startOtherFamily(Turn turn) {
        start(this::isOfOtherFamily, turn);
    }

    /** {@return whether there are addresses of the family that was not in use} */
    public boolean hasOtherFamily() {
        return way.route().addresses().stream().anyMatch(this::isOfOtherFamily);
    }

    /** What this machine has no route to has none a moment later. */
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

    /** {@return whether the connection that was proved still stands} */
    public boolean stands() {
        return owners.owns(user, connection);
    }

    /**
     * Sends on the connection that was proved.
     *
     * @param message what
     * @param turn takes the action
     */
    public void send(Message message, Turn turn) {
        turn.act(new Action.Send(connection, message));
    }

    /**
     * Closes the connection that was proved, and gives up what is under way.
     *
     * @param turn takes the actions
     */
    public void close(Turn turn) {
        cancel(turn);
        owners.close(connection, turn);
    }

    /**
     * Gives up what is under way.
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
        long soonest = dialledAt + NEXT_AFTER.toNanos();
        if (attempts.isEmpty() || turn.nanos() >= soonest) {
            next(turn);
        } else {
            nextAt = soonest;
        }
    }

    private void next(Turn turn) {
        Optional<ServerAddress> address = way.route().addresses().stream()
                .filter(wanted)
                .filter(one -> !tried.contains(one))
                .findFirst();
        nextAt = Long.MAX_VALUE;
        if (address.isPresent()) {
            tried.add(address.get());
            dialledAt = turn.nanos();
            nextAt = turn.in(NEXT_AFTER);
            new Attempt(address.get(), turn).dial(turn);
        } else if (attempts.isEmpty() && unanswered.isEmpty()) {
            exhausted(turn);
        }
    }

    /** Before it is given up, the names are asked for: they may mean something else by now. */
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
