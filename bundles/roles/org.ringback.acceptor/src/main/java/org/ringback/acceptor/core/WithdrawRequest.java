package org.ringback.acceptor.core;

import java.util.List;
import java.util.Optional;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.kernel.Action;
import org.ringback.kernel.ServerAddress;
import org.ringback.kernel.Turn;
import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.TransactionId;

/** Tells the server of withdrawals, one after the other on one connection. */
final class WithdrawRequest extends EquipmentRequest {
    private final WithdrawQueue queue;
    private final Withdrawer withdrawer;
    private Withdrawal asked;
    private boolean sent;
    private boolean closedInstead;

    WithdrawRequest(Context context, Equipment equipment, ProtectionId protection, Withdrawal first) {
        super(context, equipment.self(), protection, equipment.registrar().servers());
        this.queue = equipment.withdrawals();
        this.withdrawer = equipment.withdrawer();
        this.asked = first;
    }

    /**
     * Dials after the withdrawal is on disk; every dial, as the next address is tried a moment later and the disk may
     * be slow.
     */
    @Override
    public void dial(Action.Dial dial, ServerAddress to, Turn turn) {
        withdrawer.tell(asked, dial, turn);
    }

    @Override
    protected Message request(PeerFacts server, TransactionId id) {
        sent = true;
        return withdraw(id);
    }

    private Message withdraw(TransactionId id) {
        Message.Builder request = message(MessageKind.WITHDRAW, id).with(Attributes.CODE_ID, asked.code());
        List<KeyFingerprint> keys = queue.keys(asked);
        return (keys.isEmpty() ? request : request.with(Attributes.REVOKED_KEYS, keys)).build();
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
            withdrawer.tell(asked, askingAgain(this::withdraw, turn), turn);
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
