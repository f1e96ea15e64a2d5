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
    private final Parts parts;
    private final StoredEquipment self;

    EquipmentRequest(Parts parts, StoredEquipment self, ProtectionId protection, ServerRoute route) {
        super(
                parts.owners(),
                new ServerWay(route, Role.ACCEPTOR, self.identity(), self.pins(), protection, Optional.empty(), false),
                parts.random());
        this.parts = parts;
        this.self = self;
    }

    final Parts parts() {
        return parts;
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
        return parts.time(self).dates(turn.now());
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
        parts.metrics().count(AcceptorMetric.TCP, "server-" + kind);
    }

    @Override
    protected void unexpected(Message message, Turn turn) {
        parts.metrics().count(AcceptorMetric.TCP_UNEXPECTED_MESSAGE);
        super.unexpected(message, turn);
    }
}
