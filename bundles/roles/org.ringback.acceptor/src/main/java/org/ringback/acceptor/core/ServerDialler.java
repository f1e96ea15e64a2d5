package org.ringback.acceptor.core;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.ringback.kernel.ServerAddress;
import org.ringback.kernel.ServerRoute;

/**
 * Dials a server, for every role: its addresses one after the other, the next one 250 ms later or as soon as one fails;
 * the first that is proved stays, the others go (RFC 8305 §5). Names are asked for beside it, and waited for only when
 * no address is left. Sans I/O: told what happened and what time it is, it tells its owner what to do. Belongs to one
 * core.
 *
 * @param <T> what the owner does one turn's work with; handed through
 */
public final class ServerDialler<T> {
    private static final long NEXT_AFTER = Duration.ofMillis(250).toNanos();
    /** A resolver that takes longer is not waited for. */
    private static final long NAMES_LIMIT = Duration.ofSeconds(20).toNanos();

    private final ServerRoute route;
    private final Owner<T> owner;
    private final Map<Long, ServerAddress> attempts = new LinkedHashMap<>();
    private final Set<ServerAddress> tried = new HashSet<>();
    private final Set<String> unanswered = new LinkedHashSet<>();
    private Predicate<ServerAddress> wanted = address -> true;
    private boolean running;
    private boolean asked;
    private long dialledAt;
    private long nextAt = Long.MAX_VALUE;
    private long namesUntil = Long.MAX_VALUE;

    /**
     * Does what a dialler wants done.
     *
     * @param <T> what it does one turn's work with
     */
    public interface Owner<T> {
        /**
         * Ask for names; each is answered to {@link #answered}.
         *
         * @param servers the names
         * @param turn handed through
         */
        void resolve(List<String> servers, T turn);

        /**
         * Dial, and prove the server; what becomes of it is told to {@link #proved} or {@link #failed}.
         *
         * @param to where
         * @param turn handed through
         * @return the connection's number
         */
        long dial(ServerAddress to, T turn);

        /**
         * Give up a connection that another one won against.
         *
         * @param connection its number
         * @param turn handed through
         */
        void abort(long connection, T turn);

        /**
         * No address is left. Nothing is under way any more.
         *
         * @param turn handed through
         */
        void unreachable(T turn);
    }

    /**
     * Dials nothing yet.
     *
     * @param route how the server is reached; may be shared with others, as the last good address is
     * @param owner does what is to be done
     */
    public ServerDialler(ServerRoute route, Owner<T> owner) {
        this.route = route;
        this.owner = owner;
    }

    /**
     * Begins, or begins anew.
     *
     * @param which addresses may be dialled
     * @param now monotonic nanoseconds
     * @param turn handed through
     */
    public void start(Predicate<ServerAddress> which, long now, T turn) {
        cancel(turn);
        wanted = which;
        running = true;
        if (route.due(now)) {
            ask(now, turn);
        }
        next(now, turn);
    }

    /**
     * Names were answered; what was found is in the route.
     *
     * @param servers which
     * @param now monotonic nanoseconds
     * @param turn handed through
     */
    public void answered(List<String> servers, long now, T turn) {
        servers.forEach(unanswered::remove);
        if (running) {
            goOn(now, turn);
        }
    }

    /**
     * A connection is proved to be with the server: the others go.
     *
     * @param connection which
     * @param turn handed through
     * @return its address; empty if it is none of these
     */
    public Optional<ServerAddress> proved(long connection, T turn) {
        Optional<ServerAddress> winner = Optional.ofNullable(attempts.remove(connection));
        winner.ifPresent(address -> {
            route.proved(address);
            cancel(turn);
        });
        return winner;
    }

    /**
     * A connection did not come to be, or proved to be with somebody else: the next one at once.
     *
     * @param connection which
     * @param now monotonic nanoseconds
     * @param turn handed through
     */
    public void failed(long connection, long now, T turn) {
        if (attempts.remove(connection) != null && running) {
            next(now, turn);
        }
    }

    /**
     * A deadline may have passed.
     *
     * @param now monotonic nanoseconds
     * @param turn handed through
     */
    public void tick(long now, T turn) {
        if (running && now >= deadline()) {
            if (now >= namesUntil) {
                unanswered.clear();
            }
            goOn(now, turn);
        }
    }

    /** {@return monotonic nanoseconds at which a tick is wanted; {@link Long#MAX_VALUE} for never} */
    public long deadline() {
        return running ? Math.min(nextAt, unanswered.isEmpty() ? Long.MAX_VALUE : namesUntil) : Long.MAX_VALUE;
    }

    /**
     * An attempt's address.
     *
     * @param connection its number
     * @return the address; empty if no such attempt is under way
     */
    public Optional<ServerAddress> attempt(long connection) {
        return Optional.ofNullable(attempts.get(connection));
    }

    /**
     * Gives up what is under way.
     *
     * @param turn handed through
     */
    public void cancel(T turn) {
        running = false;
        nextAt = Long.MAX_VALUE;
        tried.clear();
        unanswered.clear();
        List.copyOf(attempts.keySet()).forEach(connection -> owner.abort(connection, turn));
        attempts.clear();
    }

    private void goOn(long now, T turn) {
        if (attempts.isEmpty() || now >= dialledAt + NEXT_AFTER) {
            next(now, turn);
        } else {
            nextAt = dialledAt + NEXT_AFTER;
        }
    }

    private void next(long now, T turn) {
        Optional<ServerAddress> address = route.addresses().stream()
                .filter(wanted)
                .filter(one -> !tried.contains(one))
                .findFirst();
        nextAt = Long.MAX_VALUE;
        if (address.isPresent()) {
            tried.add(address.get());
            dialledAt = now;
            nextAt = now + NEXT_AFTER;
            attempts.put(owner.dial(address.get(), turn), address.get());
        } else if (attempts.isEmpty() && unanswered.isEmpty()) {
            exhausted(now, turn);
        }
    }

    /** Before it is given up, the names are asked for: they may mean something else by now. */
    private void exhausted(long now, T turn) {
        if (!asked && route.named()) {
            ask(now, turn);
        } else {
            running = false;
            owner.unreachable(turn);
        }
    }

    private void ask(long now, T turn) {
        asked = true;
        route.asked(now);
        unanswered.addAll(route.servers());
        namesUntil = now + NAMES_LIMIT;
        owner.resolve(route.servers(), turn);
    }
}
