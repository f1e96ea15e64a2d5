package org.ringback.acceptor.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.ringback.spi.CloseReason;
import org.ringback.wire.Message;

/** The connections under way, by number: odd ones, as they are dialled here. */
final class Errands {
    private final Map<Long, Errand> open = new LinkedHashMap<>();
    private final Set<ServerErrand> dialling = new LinkedHashSet<>();
    private long next = 1;

    /** {@return the number of a connection that is about to be dialled for an errand} */
    long open(Errand errand) {
        long connection = next;
        next += 2;
        open.put(connection, errand);
        return connection;
    }

    /** An errand begins to dial its server. */
    void dialling(ServerErrand errand) {
        dialling.add(errand);
    }

    /** An errand does not dial any more. */
    void settled(ServerErrand errand) {
        dialling.remove(errand);
    }

    /** What is being dialled is dialled anew: the network is not what it was. */
    void networkChanged(Turn turn) {
        dialling().forEach(errand -> errand.redial(turn));
    }

    /** A connection is somebody else's errand from now on. */
    void pass(long connection, Errand errand) {
        open.put(connection, errand);
    }

    /** A server's name was answered. */
    void resolved(String server, Turn turn) {
        List.copyOf(dialling).forEach(errand -> errand.resolved(server, turn));
    }

    void send(long connection, Message message, Turn turn) {
        turn.act(new AcceptorAction.Send(connection, message));
    }

    /** Ends a connection in order; its errand hears no more. */
    void close(long connection, Turn turn) {
        if (open.remove(connection) != null) {
            turn.act(new AcceptorAction.Close(connection));
        }
    }

    /** Ends a connection at once; its errand hears no more. */
    void abort(long connection, Turn turn) {
        if (open.remove(connection) != null) {
            turn.act(new AcceptorAction.Abort(connection));
        }
    }

    /** Nobody's errand is one that was given up while its dial still waited for the disk. */
    void established(AcceptorEvent.Established event, Turn turn) {
        Errand errand = open.get(event.connection());
        if (errand != null) {
            errand.established(event, turn);
        } else {
            turn.act(new AcceptorAction.Abort(event.connection()));
        }
    }

    void received(AcceptorEvent.Received event, Turn turn) {
        Errand errand = open.get(event.connection());
        if (errand != null) {
            errand.received(event.message(), turn);
        }
    }

    void malformed(AcceptorEvent.Malformed event, Turn turn) {
        fail(event.connection(), CloseReason.Kind.PROTECTION, event.why(), turn);
    }

    void closed(AcceptorEvent.Closed event, Turn turn) {
        Errand errand = open.remove(event.connection());
        if (errand != null) {
            errand.ended(event.kind(), event.why(), turn);
        }
    }

    void notWritten(long connection, String why, Turn turn) {
        Errand errand = open.get(connection);
        if (errand != null) {
            abort(connection, turn);
            errand.notWritten(why, turn);
        }
    }

    void tick(Turn turn) {
        List<Long> overdue = new ArrayList<>();
        open.forEach((connection, errand) -> {
            if (errand.deadline() <= turn.nanos()) {
                overdue.add(connection);
            }
        });
        overdue.forEach(connection -> fail(connection, CloseReason.Kind.TIMED_OUT, "no answer in time", turn));
        List.copyOf(dialling).forEach(errand -> errand.tick(turn));
    }

    long deadline() {
        return LongStream.concat(
                        open.values().stream().mapToLong(Errand::deadline),
                        dialling.stream().mapToLong(ServerErrand::diallingDeadline))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    int size() {
        return open.size();
    }

    /** {@return the errands of one kind} */
    <E extends Errand> Stream<E> all(Class<E> kind) {
        return open.values().stream().filter(kind::isInstance).map(kind::cast);
    }

    /** {@return the errands that dial their server} */
    List<ServerErrand> dialling() {
        return List.copyOf(dialling);
    }

    /** Aborts every connection of one kind that an owner wants cut. */
    <E extends Errand> void each(Class<E> kind, BiConsumer<Long, E> action) {
        Map<Long, Errand> copy = new LinkedHashMap<>(open);
        copy.forEach((connection, errand) -> {
            if (kind.isInstance(errand)) {
                action.accept(connection, kind.cast(errand));
            }
        });
    }

    private void fail(long connection, CloseReason.Kind kind, String why, Turn turn) {
        Errand errand = open.get(connection);
        if (errand != null) {
            abort(connection, turn);
            errand.ended(kind, why, turn);
        }
    }
}
