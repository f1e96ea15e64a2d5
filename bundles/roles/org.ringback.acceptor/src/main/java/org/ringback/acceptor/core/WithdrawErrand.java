package org.ringback.acceptor.core;

import java.util.Optional;
import org.ringback.api.Protection;
import org.ringback.kernel.ServerRoute;
import org.ringback.spi.CloseReason;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.TransactionId;

/** Tells the server, one after the other on one connection, which invitations were taken back. */
final class WithdrawErrand extends ServerErrand {
    private final Withdrawer withdrawer;
    private Withdrawal asked;
    private boolean sent;
    private boolean closedInstead;

    WithdrawErrand(
            Kit kit,
            Errands errands,
            StoredEquipment self,
            Protection protection,
            ServerRoute servers,
            Withdrawal first,
            Withdrawer withdrawer) {
        super(kit, errands, self, protection, servers);
        this.withdrawer = withdrawer;
        this.asked = first;
    }

    /** Behind the write, the first dial like the next: another address is tried a moment later, the disk may be slow. */
    @Override
    void dial(AcceptorAction.DialServer dial, Turn turn) {
        withdrawer.tell(asked, dial, turn);
    }

    @Override
    Message request(AcceptorEvent.Established event, TransactionId id) {
        sent = true;
        return withdrawer.request(asked, id);
    }

    @Override
    void answered(Message answer, Turn turn) {
        if (answer.kind() != MessageKind.WITHDRAWN) {
            close(turn);
            withdrawer.refused(answer.find(Attributes.ERROR_CODE).orElse(0), turn);
            return;
        }
        Optional<Withdrawal> next = withdrawer.withdrawn(asked, turn);
        if (next.isPresent()) {
            asked = next.get();
            withdrawer.tell(asked, askingAgain(id -> withdrawer.request(asked, id), turn), turn);
        } else {
            close(turn);
            withdrawer.over(turn);
        }
    }

    @Override
    public void ended(CloseReason.Kind kind, String why, Turn turn) {
        closedInstead = sent && kind == CloseReason.Kind.CLOSED_THERE;
        super.ended(kind, why, turn);
    }

    @Override
    void failed(String why, Turn turn) {
        if (closedInstead) {
            withdrawer.closed(turn);
        } else {
            withdrawer.failed(turn);
        }
    }
}
