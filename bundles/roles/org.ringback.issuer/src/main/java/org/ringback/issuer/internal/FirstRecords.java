package org.ringback.issuer.internal;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.ringback.api.ProtectionId;
import org.ringback.issuer.core.IssuerAction;
import org.ringback.issuer.core.IssuerEvent;
import org.ringback.kernel.CoreRunner;
import org.ringback.kernel.Event;
import org.ringback.kernel.FirstRecord;
import org.ringback.kernel.Suites;
import org.ringback.kernel.TurnedAway;
import org.ringback.spi.CloseReason;
import org.ringback.transport.ConnectionHandler;

/**
 * The connections to a ring's port without a whole first record. Asks the core by events what to do with each; the
 * core's actions answer within the call. Belongs to the loop.
 */
final class FirstRecords {
    private final CoreRunner<?> runner;
    private final Suites suites;
    private final Map<Long, ConnectionHandler> chosen = new HashMap<>();

    FirstRecords(CoreRunner<?> runner, Suites suites) {
        this.runner = runner;
        this.suites = suites;
    }

    /** Gives a connection that came to a listener its handler. */
    ConnectionHandler accept(long listener, InetSocketAddress remote) {
        long number = runner.connections().nextAccepted();
        runner.submit(new IssuerEvent.Incoming(number, listener, remote));
        return choice(number).orElse(TurnedAway.AT_ONCE);
    }

    /** The handler of a connection that this end dialled, and on which the other end speaks first. */
    ConnectionHandler waiting(long number) {
        await(number);
        return choice(number).orElse(TurnedAway.AT_ONCE);
    }

    private Optional<ConnectionHandler> choice(long number) {
        return Optional.ofNullable(chosen.remove(number));
    }

    void await(long number) {
        chosen.put(number, runner.connections().await(number, suites::lookAtCall, new FirstRecord.Owner() {
            @Override
            public Optional<ConnectionHandler> whole(Optional<ProtectionId> onlyOne) {
                runner.submit(new IssuerEvent.Hello(number));
                return choice(number);
            }

            @Override
            public void malformed() {
                // The connection is closed, and the core is told.
            }

            @Override
            public void over(CloseReason reason) {
                runner.submit(new Event.Closed(number, reason));
            }
        }));
    }

    void answer(IssuerAction.AnswerCall answer) {
        chosen.put(answer.connection(), runner.connections().answer(answer.connection(), answer.session()));
    }
}
