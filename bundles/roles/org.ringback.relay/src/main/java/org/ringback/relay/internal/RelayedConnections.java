package org.ringback.relay.internal;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringback.kernel.Action;
import org.ringback.kernel.CoreRunner;
import org.ringback.kernel.Event;
import org.ringback.relay.core.RelayAction;
import org.ringback.relay.core.RelayEvent;
import org.ringback.relay.core.RelaySettings.Relaying;
import org.ringback.relay.core.RelayShares;
import org.ringback.spi.CloseReason;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;

/**
 * The connections that came with a ticket for the relay: those that wait for the other end, and those whose bytes are
 * carried. Nothing is read of one before both are there. Belongs to the loop.
 */
final class RelayedConnections {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final CoreRunner<?> runner;
    private final Consumer<Event.Closed> left;
    private final Map<Long, Waiting> waiting = new HashMap<>();
    private final Map<Long, Carrier> carriers = new HashMap<>();
    private final RelayShares shares;

    /**
     * Begins without connections.
     *
     * @param runner takes what happens to them
     * @param limits how fast they may go
     * @param left is told of those that are over before they are relayed
     */
    RelayedConnections(CoreRunner<?> runner, Relaying limits, Consumer<Event.Closed> left) {
        this.runner = runner;
        this.left = left;
        this.shares = new RelayShares(limits.bytesPerSecond(), limits.bytesPerSecondOfPair());
    }

    void limits(Relaying limits) {
        shares.limits(limits.bytesPerSecond(), limits.bytesPerSecondOfPair());
    }

    /** The handler of a connection whose first record is a Relay Bind. */
    ConnectionHandler expect(long number) {
        Waiting handler = new Waiting(number);
        waiting.put(number, handler);
        return handler;
    }

    /** Closes a connection at once that waits for the other end. */
    void abort(long number) {
        Waiting one = waiting.remove(number);
        if (one != null) {
            one.abort();
        }
    }

    /** Carries out the core's actions about the relay. */
    void perform(Action action) {
        if (action instanceof RelayAction.Join join) {
            join(join);
        } else if (action instanceof RelayAction.Part part) {
            Carrier carrier = carriers.get(part.number());
            if (carrier != null) {
                carrier.cut();
            }
        } else if (action instanceof RelayAction.Refuse refuse) {
            Waiting one = waiting.remove(refuse.leg().connection());
            if (one != null) {
                one.refuse(refuse.leg().answer());
            }
        } else if (action instanceof RelayAction.TurnAway turnedAway) {
            abort(turnedAway.connection());
        }
    }

    private void join(RelayAction.Join join) {
        Waiting issuer = waiting.remove(join.issuer().connection());
        Waiting acceptor = waiting.remove(join.acceptor().connection());
        if (issuer == null || acceptor == null) {
            if (issuer != null) {
                issuer.abort();
            }
            if (acceptor != null) {
                acceptor.abort();
            }
            runner.submit(new RelayEvent.RelayEnded(join.number()));
            return;
        }
        Carrier carrier = new Carrier(runner.loop(), shares, join.number(), join.pair(), new Carrier.Owner() {
            @Override
            public void carried(long bytes) {
                runner.submit(new RelayEvent.RelayCarried(join.number(), bytes));
            }

            @Override
            public void ended() {
                carriers.remove(join.number());
                runner.submit(new RelayEvent.RelayEnded(join.number()));
            }
        });
        carriers.put(join.number(), carrier);
        issuer.pass(carrier.issuer(), join.issuer().answer());
        acceptor.pass(carrier.acceptor(), join.acceptor().answer());
    }

    /** A connection that waits for the other end. */
    private final class Waiting implements ConnectionHandler {
        private final long number;
        private @Nullable Connection connection;
        private boolean bound;
        private boolean over;

        Waiting(long number) {
            this.number = number;
        }

        @Override
        public void opened(Connection opened) {
            connection = opened;
            if (over) {
                opened.abort();
            }
        }

        /** The first bytes are the whole message; whoever says more before both are there is not relayed. */
        @Override
        public void received(Connection from, ByteBuffer bytes) {
            if (over) {
                return;
            }
            if (bound || bytes.remaining() != RelayBinds.length(bytes)) {
                RelayedConnections.this.abort(number);
                left.accept(new Event.Closed(number, CloseReason.Kind.PROTECTION, "it spoke before it was bound"));
                return;
            }
            bound = true;
            byte[] message = new byte[bytes.remaining()];
            bytes.get(message);
            runner.submit(new RelayEvent.RelayBind(number, message));
        }

        void abort() {
            over = true;
            if (connection != null) {
                connection.abort();
            }
        }

        void refuse(byte[] answer) {
            over = true;
            if (connection != null) {
                connection.write(ByteBuffer.wrap(answer));
                connection.close();
            }
        }

        void pass(ConnectionHandler next, byte[] answer) {
            if (connection != null) {
                connection.write(ByteBuffer.wrap(answer));
                connection.passTo(next, NOTHING);
            }
        }

        @Override
        public void closed(CloseReason reason) {
            if (waiting.remove(number) != null) {
                over = true;
                left.accept(new Event.Closed(number, reason));
            }
        }
    }
}
