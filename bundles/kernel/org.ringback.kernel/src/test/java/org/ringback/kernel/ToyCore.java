package org.ringback.kernel;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.spi.PeerFacts;
import org.ringback.store.Change;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.TransactionId;

/**
 * A fourth core, of no role: it asks a server for an invitation whenever a person tells it to, keeps what it got, and counts.
 * What all of that needs is the kernel's.
 */
final class ToyCore implements Core {
    static final EquipmentId LAMP = new EquipmentId("lamp-1");

    private static final Metrics.Metric ASKED = new Metrics.Metric("toy.asked", "requests that were made");
    private static final Metrics.Metric ANSWERED = new Metrics.Metric("toy.answered", "requests that were answered");

    private final Owners owners = new Owners();
    private final Map<String, byte[]> kept = new HashMap<>();
    private final Unwritten unwritten = new Unwritten((table, key) -> Change.put(table, key, kept.get(key)));
    private final Metrics metrics = new Metrics();
    private final Random random = new Random(7);
    private final ServerWay way;

    /** What a person may tell it. */
    record Ask(Request<String> request) implements Event {}

    ToyCore(ServerWay way) {
        this.way = way;
    }

    @Override
    public List<Action> handle(Event event, Moment now) {
        Turn turn = new Turn(now, unwritten);
        if (event instanceof Ask ask) {
            metrics.count(ASKED);
            new Invitation(ask.request()).dial(turn);
        } else if (event instanceof Event.NotWritten failed) {
            unwritten.failed(failed, turn, (connection, why) -> owners.notWritten(connection, why, turn));
        } else if (event instanceof Event.Tick) {
            owners.tick(turn);
        } else {
            owners.handle(event, turn);
        }
        return turn.actions();
    }

    @Override
    public long nextDeadline() {
        return owners.deadline();
    }

    Map<String, Long> counters() {
        return metrics.snapshot();
    }

    /** One request. */
    private final class Invitation extends ServerRequest {
        private final Request<String> request;

        Invitation(Request<String> request) {
            super(owners, way, random);
            this.request = request;
        }

        @Override
        public List<Instant> dates(Turn turn) {
            return List.of(turn.now().wall());
        }

        @Override
        protected Message request(PeerFacts server, TransactionId id) {
            return Message.of(MessageKind.INVITE, id)
                    .with(Attributes.PROTOCOL, MessageKind.VERSION)
                    .with(Attributes.USERNAME, LAMP)
                    .with(Attributes.NAME, LAMP)
                    .build();
        }

        @Override
        protected void answered(Message answer, Turn turn) {
            metrics.count(ANSWERED);
            String code = String.valueOf(answer.get(Attributes.CODE_ID));
            kept.put("code", code.getBytes(StandardCharsets.UTF_8));
            turn.persist(List.of(Change.put("toy", "code", kept.get("code"))), new Action.Completed<>(request, code));
            close(turn);
        }

        @Override
        protected void failed(String why, Turn turn) {
            turn.act(new Action.Refused(request, why));
        }
    }
}
