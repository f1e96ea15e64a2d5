package org.ringback.acceptor.core;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.kernel.ServerRequest;
import org.ringback.kernel.ServerRoute;
import org.ringback.kernel.ServerWay;
import org.ringback.kernel.Turn;
import org.ringback.spi.CloseReason;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.TransactionId;

/** A request of one piece of equipment to its server. */
abstract class EquipmentRequest extends ServerRequest {
    private final Context context;
    private final StoredEquipment self;

    EquipmentRequest(Context context, StoredEquipment self, ProtectionId protection, ServerRoute route) {
        this(context, self, protection, route, false);
    }

    /**
     * Makes a request.
     *
     * @param sharedPort whether others are dialled from the local port of its connection
     */
    EquipmentRequest(
            Context context, StoredEquipment self, ProtectionId protection, ServerRoute route, boolean sharedPort) {
        super(
                context.owners(),
                new ServerWay(
                        route, Role.ACCEPTOR, self.identity(), self.pins(), protection, Optional.empty(), sharedPort),
                context.random());
        this.context = context;
        this.self = self;
    }

    final Context context() {
        return context;
    }

    final StoredEquipment self() {
        return self;
    }

    /** Begins a message of this equipment's. */
    final Message.Builder message(MessageKind kind, TransactionId id) {
        return Message.of(kind, id)
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.USERNAME, self.id());
    }

    @Override
    public final List<Instant> dates(Turn turn) {
        return context.time(self).dates(turn.now());
    }

    @Override
    public final void missed(CloseReason reason, String why, Turn turn) {
        count(reason);
    }

    @Override
    public void ended(CloseReason reason, Turn turn) {
        count(reason);
        super.ended(reason, turn);
    }

    private void count(CloseReason reason) {
        String kind = reason.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        context.metrics().count(AcceptorMetric.TCP, "server-" + kind);
    }

    @Override
    protected void unexpected(Message message, Turn turn) {
        context.metrics().count(AcceptorMetric.TCP_UNEXPECTED_MESSAGE);
        super.unexpected(message, turn);
    }
}
