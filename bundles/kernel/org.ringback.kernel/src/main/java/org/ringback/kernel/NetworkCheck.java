package org.ringback.kernel;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.ringback.api.control.NetworkPath;
import org.ringback.api.control.NetworkPath.State;

/**
 * Asks a server over each of its addresses where it sees this machine ("Network check" in docs/protocol.md): all at once,
 * and over the others of a family once more from the port of the family's first connection, so that their answers can be
 * compared. Belongs to one core.
 */
public final class NetworkCheck {
    /** How long names may take, and then each address. */
    public static final Duration EACH = Duration.ofSeconds(5);
    /** Most addresses of one server; with those that are asked twice fewer connections than one key may have. */
    static final int MAX_ADDRESSES = 8;

    private final ServerWay way;
    private final User user;
    private final Owners owners;
    private final RandomGenerator random;
    private final ServerMisses misses = new ServerMisses();
    private final Set<String> unnamed = new LinkedHashSet<>();
    private final List<NetworkPath> without = new ArrayList<>();
    private final List<AddressCheck> first = new ArrayList<>();
    private final List<AddressCheck> again = new ArrayList<>();
    /** The first connection of each family, IPv6 or not; it stays open, as its port's translation lasts only so long. */
    private final Map<Boolean, AddressCheck> bases = new HashMap<>();

    private long namesUntil = Long.MAX_VALUE;
    private boolean over;

    /** Whoever asks. */
    public interface User {
        /**
         * The possible present times, for checking the dates of the server's chain.
         *
         * @param turn has the clock
         * @return at least one time, the likeliest first
         */
        List<Instant> dates(Turn turn);

        /**
         * The path MTU of a connection.
         *
         * @param connection which
         * @return in bytes, if the system tells it
         */
        OptionalInt mtu(long connection);

        /**
         * Listens on the port of a connection, under its number; {@link NetworkCheck#listening} or {@link
         * NetworkCheck#notListening} follows.
         *
         * @param connection which
         * @param local its local address and port
         * @param turn takes the actions
         * @return whether this role listens at all; the server is then asked to dial back
         */
        boolean listen(long connection, InetSocketAddress local, Turn turn);

        /**
         * Stops listening.
         *
         * @param connection the number
         * @param turn takes the actions
         */
        void stopListening(long connection, Turn turn);

        /**
         * All that can be known is known.
         *
         * @param paths each address of the server, and each name without one
         * @param misses why addresses failed
         * @param turn takes the actions
         */
        void over(List<NetworkPath> paths, ServerMisses misses, Turn turn);
    }

    /**
     * Makes a check that asks nothing yet.
     *
     * @param owners numbers the connections
     * @param random makes transaction IDs
     * @param way the server, and as whom to ask it
     * @param user is told what came of it
     */
    public NetworkCheck(Owners owners, RandomGenerator random, ServerWay way, User user) {
        this.owners = owners;
        this.random = random;
        this.way = way;
        this.user = user;
    }

    /**
     * Begins.
     *
     * @param turn takes the actions
     */
    public void start(Turn turn) {
        namesUntil = turn.in(EACH);
        unnamed.addAll(way.route().servers());
        way.route().servers().forEach(server -> turn.act(new Action.Resolve(server)));
    }

    /**
     * Takes the addresses of a name, whoever asked for them.
     *
     * @param event the name and its addresses
     * @param turn takes the actions
     */
    public void resolved(Event.Resolved event, Turn turn) {
        if (over || !unnamed.remove(event.server())) {
            return;
        }
        misses.resolved(event);
        event.failure().ifPresent(why -> without.add(without(event.server(), Optional.empty(), State.UNNAMED, why)));
        event.outOfReach()
                .forEach(address -> without.add(without(
                        event.server(), Optional.of(address), State.NO_ROUTE, "this machine has no route to it")));
        for (InetSocketAddress address : event.addresses()) {
            ServerAddress to = new ServerAddress(event.server(), address);
            if (!way.allows(to)) {
                without.add(without(
                        event.server(),
                        Optional.of(address),
                        State.NOT_REACHED,
                        "not dialled: local is of the other family"));
            } else if (first.size() < MAX_ADDRESSES) {
                AddressCheck check = new AddressCheck(this, to, Optional.empty());
                first.add(check);
                check.begin(turn);
                compare(to, turn);
            }
        }
        settle(turn);
    }

    /** Asks an address from the port of the first connection of its family, if there is one to another address. */
    private void compare(ServerAddress to, Turn turn) {
        AddressCheck base = bases.get(to.ipv6());
        // [CHECK-8] To learn whether a router translates one port to one address and port whomever it sends to, it …
        if (base != null && !base.to().address().equals(to.address())) {
            AddressCheck same = new AddressCheck(this, to, base.own());
            again.add(same);
            same.begin(turn);
        }
    }

    /** Whether a connection is the first of its family. */
    boolean isBase(AddressCheck proved, Turn turn) {
        boolean fresh = bases.putIfAbsent(proved.to().ipv6(), proved) == null;
        if (fresh) {
            List.copyOf(first).stream()
                    .filter(other -> other.to().ipv6() == proved.to().ipv6())
                    .forEach(other -> compare(other.to(), turn));
        }
        return fresh;
    }

    Owners owners() {
        return owners;
    }

    RandomGenerator random() {
        return random;
    }

    ServerWay way() {
        return way;
    }

    User user() {
        return user;
    }

    ServerMisses misses() {
        return misses;
    }

    /**
     * The listener stands.
     *
     * @param listener its number
     * @param turn takes the actions
     * @return whether it is one of this check
     */
    public boolean listening(long listener, Turn turn) {
        Optional<AddressCheck> base = base(listener);
        base.ifPresent(check -> check.listening(true, turn));
        return base.isPresent();
    }

    /**
     * The listener could not be opened.
     *
     * @param listener its number
     * @param turn takes the actions
     */
    public void notListening(long listener, Turn turn) {
        base(listener).ifPresent(check -> check.listening(false, turn));
    }

    /**
     * A connection came in.
     *
     * @param listener where
     * @param turn takes the actions
     * @return whether that is a listener of this check
     */
    public boolean came(long listener, Turn turn) {
        Optional<AddressCheck> base = base(listener);
        base.ifPresent(check -> check.came(turn));
        return base.isPresent();
    }

    private Optional<AddressCheck> base(long listener) {
        return bases.values().stream()
                .filter(check -> check.number() == listener)
                .findAny();
    }

    /** {@return the monotonic nanoseconds at which a {@link #tick} is wanted} */
    public long deadline() {
        long next = unnamed.isEmpty() ? Long.MAX_VALUE : namesUntil;
        for (AddressCheck check : first) {
            next = Math.min(next, check.until());
        }
        for (AddressCheck check : again) {
            next = Math.min(next, check.until());
        }
        return over ? Long.MAX_VALUE : next;
    }

    /**
     * Gives up what took too long.
     *
     * @param turn takes the actions
     */
    public void tick(Turn turn) {
        if (over) {
            return;
        }
        if (turn.nanos() >= namesUntil) {
            unnamed.forEach(server -> without.add(without(
                    server,
                    Optional.empty(),
                    State.UNNAMED,
                    server + ": no address was found within " + EACH.toSeconds() + " s")));
            unnamed.clear();
        }
        List.copyOf(first).forEach(check -> check.tick(turn));
        List.copyOf(again).forEach(check -> check.tick(turn));
        settle(turn);
    }

    /**
     * Ends it early.
     *
     * @param why in words
     * @param turn takes the actions
     */
    public void stop(String why, Turn turn) {
        unnamed.clear();
        List.copyOf(first).forEach(check -> check.stop(why, turn));
        List.copyOf(again).forEach(check -> check.stop(why, turn));
        settle(turn);
    }

    /** Tells what came of it once nothing is under way any more. */
    void settle(Turn turn) {
        boolean done = unnamed.isEmpty()
                && first.stream().allMatch(AddressCheck::settled)
                && again.stream().allMatch(AddressCheck::settled);
        if (over || !done) {
            return;
        }
        over = true;
        bases.values().forEach(base -> base.leave(turn));
        List<NetworkPath> paths = new ArrayList<>();
        first.forEach(check -> paths.add(check.path(seenAgain(check))));
        paths.addAll(without);
        List<String> order = way.route().servers();
        paths.sort(Comparator.comparingInt(path -> order.indexOf(path.server())));
        user.over(paths, misses, turn);
    }

    private Optional<InetSocketAddress> seenAgain(AddressCheck check) {
        return again.stream()
                .filter(other -> other.to().equals(check.to()))
                .findAny()
                .flatMap(AddressCheck::seen);
    }

    private static NetworkPath without(String server, Optional<InetSocketAddress> address, State state, String why) {
        return new NetworkPath(
                server,
                address,
                state,
                why,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                false);
    }
}
