package org.ringback.acceptor.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ringback.api.Moment;
import org.ringback.api.RingStory.Step;
import org.ringback.api.crypto.Protection;
import org.ringback.driver.ServerAddress;
import org.ringback.driver.ServerRoute;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.TransactionId;

/**
 * The second TCP connection (requirement 9): takes the second connection request, or a policy instead, and carries the
 * reports.
 */
final class BindErrand extends ServerErrand implements Reporter {
    /** Longer than any ring: a server that does not close is not waited for. */
    private static final Duration RING_LIMIT = Duration.ofSeconds(30);

    private final Equipment equipment;
    private final int connectionId;
    private final Rings rings;
    private final Permissions permissions;
    private final Moment began;
    private final List<Step> steps = new ArrayList<>();
    private String protectedBy = "";
    private String keyAgreement = "";
    private boolean answered;

    /**
     * Answers a wake-up.
     *
     * @param kit what every part needs
     * @param errands the connections
     * @param equipment which was woken
     * @param protection of the connection
     * @param server that woke it
     * @param connectionId the ring, or policy, as the server calls it
     * @param rings take the second connection request
     * @param permissions take the policy
     * @param turn when the wake-up came
     */
    BindErrand(
            Kit kit,
            Errands errands,
            Equipment equipment,
            Protection protection,
            ServerAddress server,
            int connectionId,
            Rings rings,
            Permissions permissions,
            Turn turn) {
        super(kit, errands, equipment.self(), protection, ServerRoute.only(server));
        this.equipment = equipment;
        this.connectionId = connectionId;
        this.rings = rings;
        this.permissions = permissions;
        this.began = turn.now();
        step(turn, "wake-up", "from " + server.server());
    }

    @Override
    public void established(AcceptorEvent.Established event, Turn turn) {
        protectedBy = event.protection();
        keyAgreement = event.keyAgreement();
        // Where the protection tells its steps, the certificate is one of them.
        String name = event.agreement().isEmpty()
                ? "second TCP connection, server's certificate valid"
                : "second TCP connection protected";
        event.agreement().forEach(exchanged -> steps.add(Story.step(began, exchanged.nanos(), exchanged.name(), "")));
        step(turn, name, protectedBy + ", " + keyAgreement);
        super.established(event, turn);
    }

    @Override
    Message request(AcceptorEvent.Established event, TransactionId id) {
        return Message.of(MessageKind.CONNECTION_BIND, id)
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.USERNAME, equipment.id())
                .with(Attributes.CONNECTION_ID, connectionId)
                .build();
    }

    @Override
    void answered(Message answer, Turn turn) {
        if (answered) {
            kit().tally().count("tcp.unexpected-message");
            abort(turn);
            return;
        }
        answered = true;
        extend(turn.in(RING_LIMIT));
        if (answer.kind() == MessageKind.SECOND_REQUEST) {
            Story.Way way = new Story.Way(began, protectedBy, keyAgreement, steps);
            rings.second(equipment, answer, false, way, this, turn);
        } else if (answer.kind() == MessageKind.POLICY) {
            permissions.policy(
                    equipment,
                    answer.get(Attributes.REVOKED_KEYS),
                    turn,
                    report(Report.of(Outcome.CALLING)),
                    closing());
        } else {
            kit().tally().count("ring.bind-refused");
            close(turn);
        }
    }

    @Override
    void failed(String why, Turn turn) {
        if (!answered) {
            kit().tally().count("ring.bind-failed");
        }
    }

    @Override
    public void report(Report report, Turn turn) {
        turn.act(report(report));
        if (report.last()) {
            close(turn);
        }
    }

    private AcceptorAction report(Report report) {
        return sending(report.in(
                Message.of(MessageKind.REPORT, kit().transaction()).with(Attributes.CONNECTION_ID, connectionId)));
    }

    private void step(Turn turn, String name, String detail) {
        steps.add(Story.step(began, turn.nanos(), name, detail));
    }
}
