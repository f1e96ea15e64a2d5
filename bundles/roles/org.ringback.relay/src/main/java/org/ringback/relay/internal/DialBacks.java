package org.ringback.relay.internal;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.ringback.kernel.Event;
import org.ringback.relay.core.NetworkChecks;
import org.ringback.relay.core.RelayAction;
import org.ringback.relay.core.RelayEvent;
import org.ringback.spi.CloseReason;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;
import org.ringback.transport.DialOptions;
import org.ringback.transport.Loop;
import org.ringback.transport.Transport;
import org.ringback.wire.DialBackOutcome;

/** Opens the connections by which devices learn whether one comes in at their end. Belongs to the loop. */
final class DialBacks {
    private static final int ANY_PORT = 0;

    private final Transport transport;
    private final Loop loop;
    private final Consumer<Event> events;

    DialBacks(Transport transport, Loop loop, Consumer<Event> events) {
        this.transport = transport;
        this.loop = loop;
        this.events = events;
    }

    void dial(RelayAction.DialBack wanted) {
        InetSocketAddress local = new InetSocketAddress(wanted.from(), ANY_PORT);
        transport.dial(
                new DialOptions(wanted.to(), Optional.of(local), false, NetworkChecks.LIMIT),
                loop,
                new Attempt(wanted.connection()));
    }

    /** What an attempt that failed says of the way; a host with which a connection stands has one, so who says not is on it. */
    static DialBackOutcome outcome(CloseReason.Kind failed) {
        return switch (failed) {
            case REFUSED, BROKEN, CLOSED_THERE -> DialBackOutcome.REFUSED;
            case TIMED_OUT -> DialBackOutcome.NO_ANSWER;
            case NO_ROUTE, NOT_DIALLED, OVERLOADED, CLOSED_HERE, PROTECTION, BAD_CHAIN, WRONG_KEY ->
                DialBackOutcome.NO_WAY;
        };
    }

    /** One connection, on which nothing is sent. */
    private final class Attempt implements ConnectionHandler {
        private final long asker;
        private boolean open;

        Attempt(long asker) {
            this.asker = asker;
        }

        @Override
        public void opened(Connection connection) {
            open = true;
            // [CHECK-5] It sends no byte there and closes it at once.
            connection.close();
            tell(DialBackOutcome.CONNECTED);
        }

        @Override
        public void received(Connection connection, ByteBuffer bytes) {
            // Whatever answers there has nothing to say.
        }

        @Override
        public void closed(CloseReason reason) {
            if (!open) {
                tell(outcome(reason.kind()));
            }
        }

        private void tell(DialBackOutcome outcome) {
            events.accept(new RelayEvent.DialledBack(asker, outcome));
        }
    }
}
