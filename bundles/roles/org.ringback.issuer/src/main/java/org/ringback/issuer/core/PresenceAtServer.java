package org.ringback.issuer.core;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.ringback.api.control.Presence;
import org.ringback.api.net.AddressText;
import org.ringback.kernel.EquipmentNames;
import org.ringback.kernel.Event;
import org.ringback.kernel.Owners;
import org.ringback.kernel.ServerMisses;
import org.ringback.kernel.ServerRequest;
import org.ringback.kernel.ServerWay;
import org.ringback.kernel.Turn;
import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.TransactionId;

/**
 * Asks one server, on one connection, whether each of some equipment is there ("Presence" in docs/protocol.md). Belongs to
 * the core's thread.
 */
final class PresenceAtServer extends ServerRequest {
    private final Context context;
    private final ServerEntry route;
    private final Listener listener;
    /** What was not answered yet; the first is being asked for. */
    private final Deque<EquipmentNames> left = new ArrayDeque<>();

    private String server;
    private long askedAt;
    private boolean answers;

    /** Is told of each answer, and of the end. */
    interface Listener {
        void told(Presence presence);

        void over(PresenceAtServer asked, Turn turn);
    }

    PresenceAtServer(Context context, ServerEntry route, ServerWay way, Listener listener) {
        super(context.owners(), way, context.random());
        this.context = context;
        this.route = route;
        this.listener = listener;
        this.server = String.join(", ", route.servers());
    }

    void add(EquipmentNames equipment) {
        left.add(equipment);
    }

    @Override
    public List<Instant> dates(Turn turn) {
        return List.of(route.time(turn.now().wall()));
    }

    @Override
    public void established(PeerFacts peer, Turn turn) {
        server = AddressText.print(peer.remote());
        askedAt = turn.nanos();
        super.established(peer, turn);
    }

    @Override
    protected Message request(PeerFacts peer, TransactionId id) {
        return question(id);
    }

    private Message question(TransactionId id) {
        return Message.of(MessageKind.PRESENCE, id)
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.TARGET_ID, left.element().id())
                .build();
    }

    @Override
    protected void answered(Message answer, Turn turn) {
        if (answer.kind() != MessageKind.PRESENT && answer.kind() != MessageKind.PRESENCE_REFUSED) {
            close(turn);
            unexpected(answer, turn);
            return;
        }
        answers = true;
        Presence presence =
                PresenceAnswer.of(answer, left.remove().name(), turn.now().since(askedAt), server);
        listener.told(presence);
        if (left.isEmpty()) {
            close(turn);
            listener.over(this, turn);
        } else if (PresenceAnswer.spent(answer)) {
            close(turn);
            failed(presence.words(), turn);
        } else {
            askedAt = turn.nanos();
            turn.act(askingAgain(this::question, turn));
        }
    }

    @Override
    protected void unexpected(Message message, Turn turn) {
        context.metrics().count(IssuerMetric.SERVER_UNEXPECTED);
        failed("the server sent what has no place here: " + message.kind().title(), turn);
    }

    @Override
    public void malformed(Event.Malformed event, Owners owners, Turn turn) {
        context.metrics().count(IssuerMetric.SERVER_MALFORMED);
        owners.abort(event.connection(), turn);
        failed("the server sent something malformed: " + event.why(), turn);
    }

    /** A server that does not know the question closes in order; one that answered before does know it. */
    @Override
    public void ended(CloseReason reason, Turn turn) {
        boolean older = !answers && reason.kind() == CloseReason.Kind.CLOSED_THERE;
        failed(older ? PresenceAnswer.untoldByOlder() : "the connection to the server was lost: " + reason, turn);
    }

    @Override
    public void unreachable(ServerMisses misses, Turn turn) {
        failed(misses.clause() + "; next: " + misses.next("ask the owner for a new grant"), turn);
    }

    @Override
    protected void failed(String why, Turn turn) {
        untold(why);
        listener.over(this, turn);
    }

    /** Nothing will be told of what is left. */
    void untold(String why) {
        left.forEach(equipment -> listener.told(PresenceAnswer.untold(equipment.name(), why, server)));
        left.clear();
    }
}
