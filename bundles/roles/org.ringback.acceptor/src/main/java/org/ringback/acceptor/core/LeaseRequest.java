package org.ringback.acceptor.core;

import org.ringback.api.ProtectionId;
import org.ringback.kernel.ServerMisses;
import org.ringback.kernel.ServerRoute;
import org.ringback.kernel.Turn;
import org.ringback.spi.PeerFacts;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.TransactionId;

/** Asks the server for a registration key. */
final class LeaseRequest extends EquipmentRequest {
    private final LeaseKeeper keeper;

    LeaseRequest(
            Context context, StoredEquipment self, ProtectionId protection, ServerRoute servers, LeaseKeeper keeper) {
        super(context, self, protection, servers);
        this.keeper = keeper;
    }

    @Override
    protected Message request(PeerFacts server, TransactionId id) {
        return message(MessageKind.LEASE, id)
                .with(Attributes.INSTANCE_ID, context().instance())
                .with(Attributes.STORE_COMMIT, context().commits())
                .build();
    }

    @Override
    protected void answered(Message answer, Turn turn) {
        // [CLOSE-2] and it closes when it wants no more: after Enrolled, Leased, Invited or Withdrawn at once, after …
        close(turn);
        if (answer.kind() == MessageKind.LEASED) {
            keeper.leased(answer, turn);
        } else if (answer.find(Attributes.ERROR_CODE).orElse(0) == ErrorCodes.FORBIDDEN) {
            boolean ended = answer.find(Attributes.ENDED_ENROLMENT).isPresent();
            keeper.forbidden(refusal(answer), ended, turn);
        } else {
            keeper.denied(refusal(answer), turn);
        }
    }

    @Override
    protected void failed(String why, Turn turn) {
        keeper.noLease(why, turn);
    }

    @Override
    public void unreachable(ServerMisses why, Turn turn) {
        keeper.unreachable(why, turn);
    }
}
