package org.ringback.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.ringback.spi.CloseReason;

/**
 * Knows the owner of each connection of a core, by number, and passes its events to it; also knows who dials a server.
 * Made for dozens of connections, as it goes through all of them for the next deadline. Belongs to the core's thread.
 */
public final class Owners {
    private static final int STEP = 2;

    private final Map<Long, ConnectionOwner> owners = new LinkedHashMap<>();
    private final Set<ServerDialler> dialling = new LinkedHashSet<>();
    private long next = 1;

    /** Makes one without connections. */
    public Owners() {}

    /**
     * Numbers a connection that is about to be dialled.
     *
     * @param owner the owner of the connection
     * @return the number: odd
     */
    public long open(ConnectionOwner owner) {
        long connection = next;
        next += STEP;
        owners.put(connection, owner);
        return connection;
    }

    /**
     * Gives a connection to an owner, whoever had it before.
     *
     * @param connection which
     * @param owner its new owner
     */
    public void pass(long connection, ConnectionOwner owner) {
        owners.put(connection, owner);
    }

    /**
     * Ends a connection in order; its owner is told nothing more.
     *
     * @param connection the connection; one without an owner stays as it is
     * @param turn takes the action
     */
    public void close(long connection, Turn turn) {
        if (owners.remove(connection) != null) {
            turn.act(new Action.Close(connection));
        }
    }

    /**
     * Ends a connection at once; its owner is told nothing more.
     *
     * @param connection the connection; one without an owner stays as it is
     * @param turn takes the action
     */
    public void abort(long connection, Turn turn) {
        if (owners.remove(connection) != null) {
            turn.act(new Action.Abort(connection));
        }
    }

    /**
     * Leaves a connection to whoever has it now; its owner is told nothing more.
     *
     * @param connection which
     */
    public void leave(long connection) {
        owners.remove(connection);
    }

    /**
     * Ends a connection at once, and tells its owner why.
     *
     * @param connection which
     * @param reason why
     * @param turn takes the actions
     */
    public void fail(long connection, CloseReason reason, Turn turn) {
        of(connection).ifPresent(owner -> {
            abort(connection, turn);
            owner.ended(reason, turn);
        });
    }

    /**
     * Aborts a connection, because changes on which it depended could not be written.
     *
     * @param connection which
     * @param why in words
     * @param turn takes the actions
     */
    public void notWritten(long connection, String why, Turn turn) {
        of(connection).ifPresent(owner -> {
            abort(connection, turn);
            owner.notWritten(why, turn);
        });
    }

    /**
     * Handles an event of a connection, or a resolved name.
     *
     * @param event what happened
     * @param turn takes the actions
     * @return whether the event was of these kinds
     */
    public boolean handle(Event event, Turn turn) {
        if (event instanceof Event.Opened opened) {
            of(opened.connection()).ifPresent(owner -> owner.opened(turn));
        } else if (event instanceof Event.Established established) {
            ofSomebody(established.connection(), turn).ifPresent(owner -> owner.established(established.peer(), turn));
        } else if (event instanceof Event.Received received) {
            of(received.connection()).ifPresent(owner -> owner.received(received.message(), turn));
        } else if (event instanceof Event.Malformed malformed) {
            ofSomebody(malformed.connection(), turn).ifPresent(owner -> owner.malformed(malformed, this, turn));
        } else if (event instanceof Event.Closed closed) {
            Optional.ofNullable(owners.remove(closed.connection()))
                    .ifPresent(owner -> owner.ended(closed.reason(), turn));
        } else if (event instanceof Event.Resolved resolved) {
            diallers().forEach(dialler -> dialler.resolved(resolved, turn));
        } else {
            return false;
        }
        return true;
    }

    private Optional<ConnectionOwner> of(long connection) {
        return Optional.ofNullable(owners.get(connection));
    }

    /** Ends a connection without an owner: it was given up while its dial waited, for the disk for example. */
    private Optional<ConnectionOwner> ofSomebody(long connection, Turn turn) {
        if (!owners.containsKey(connection)) {
            turn.act(new Action.Abort(connection));
        }
        return of(connection);
    }

    /**
     * Ends connections that took too long, and lets diallers go on.
     *
     * @param turn takes the actions
     */
    public void tick(Turn turn) {
        List<Long> overdue = new ArrayList<>();
        owners.forEach((connection, owner) -> {
            if (owner.deadline() <= turn.nanos()) {
                overdue.add(connection);
            }
        });
        CloseReason late = CloseReason.of(CloseReason.Kind.TIMED_OUT, "no answer in time");
        overdue.forEach(connection -> fail(connection, late, turn));
        diallers().forEach(dialler -> dialler.tick(turn));
    }

    /** {@return the monotonic nanoseconds at which a {@link #tick} is wanted; {@link Long#MAX_VALUE} for never} */
    public long deadline() {
        return LongStream.concat(
                        owners.values().stream().mapToLong(ConnectionOwner::deadline),
                        dialling.stream().mapToLong(ServerDialler::deadline))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** {@return how many connections have an owner} */
    public int size() {
        return owners.size();
    }

    /**
     * Finds the owner of a connection.
     *
     * @param <O> the kind
     * @param connection which
     * @param kind of owner
     * @return the owner, if it is of that kind
     */
    public <O extends ConnectionOwner> Optional<O> find(long connection, Class<O> kind) {
        return of(connection).filter(kind::isInstance).map(kind::cast);
    }

    /**
     * Finds the owners of one kind.
     *
     * @param <O> the kind
     * @param kind of owner
     * @return the owners, of the oldest connection first
     */
    public <O extends ConnectionOwner> Stream<O> all(Class<O> kind) {
        return owners.values().stream().filter(kind::isInstance).map(kind::cast);
    }

    /**
     * Runs an action for each connection whose owner is of one kind; the action may end the connection.
     *
     * @param <O> the kind
     * @param kind of owner
     * @param action takes a connection and its owner
     */
    public <O extends ConnectionOwner> void each(Class<O> kind, BiConsumer<Long, O> action) {
        Map<Long, ConnectionOwner> copy = new LinkedHashMap<>(owners);
        copy.forEach((connection, owner) -> {
            if (kind.isInstance(owner)) {
                action.accept(connection, kind.cast(owner));
            }
        });
    }

    /**
     * Finds those who are dialling a server.
     *
     * @param <U> the kind
     * @param kind of user
     * @return the users, the first one first; a copy
     */
    public <U extends ServerDialler.User> List<U> dialling(Class<U> kind) {
        return dialling.stream()
                .map(ServerDialler::user)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private List<ServerDialler> diallers() {
        return List.copyOf(dialling);
    }

    boolean owns(ConnectionOwner owner, long connection) {
        return owner.equals(owners.get(connection));
    }

    void dials(ServerDialler dialler) {
        dialling.add(dialler);
    }

    void settled(ServerDialler dialler) {
        dialling.remove(dialler);
    }
}
