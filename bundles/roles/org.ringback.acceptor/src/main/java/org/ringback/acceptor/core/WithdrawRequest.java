package org.ringback.acceptor.core;

import java.util.Optional;
import org.ringback.api.ProtectionId;
import org.ringback.kernel.Action;
import org.ringback.kernel.Owners;
import org.ringback.kernel.ServerAddress;
import org.ringback.kernel.ServerRoute;
import org.ringback.kernel.Turn;
import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.TransactionId;

/** Tells the server, one after the other on one connection, which invitations were taken back. */
final class WithdrawRequest extends EquipmentRequest {
    private final Withdrawer withdrawer;
    private Withdrawal asked;
    private boolean sent;
    private boolean closedInstead;

    WithdrawRequest(
            Parts parts,
            Owners owners,
            StoredEquipment self,
            ProtectionId protection,
            ServerRoute servers,
            Withdrawal first,
            Withdrawer withdrawer) {
        super(parts, owners, self, protection, servers);
        this.withdrawer = withdrawer;
        this.asked = first;
    }

    /** Behind the write, the first dial like the next: another address is tried a moment later, the disk may be slow. */
    @Override
    public void dial(Action.Dial dial, ServerAddress to, Turn turn) {
        withdrawer.tell(asked, dial, turn);
    }

    @Override
    protected Message request(PeerFacts server, TransactionId id) {
        sent = true;
        return withdrawer.request(asked, id);
    }

    @Override
    protected void answered(Message answer, Turn turn) {
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
    public void ended(CloseReason reason, Turn turn) {
        closedInstead = sent && reason.kind() == CloseReason.Kind.CLOSED_THERE;
        super.ended(reason, turn);
    }

    @Override
    protected void failed(String why, Turn turn) {
        if (closedInstead) {
            withdrawer.closed(turn);
        } else {
            withdrawer.failed(turn);
        }
    }
}
