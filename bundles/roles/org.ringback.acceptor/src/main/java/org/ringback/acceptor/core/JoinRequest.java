package org.ringback.acceptor.core;

import java.util.List;
import java.util.Set;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.kernel.Action;
import org.ringback.kernel.ServerAddress;
import org.ringback.kernel.ServerMisses;
import org.ringback.kernel.Turn;
import org.ringback.spi.PeerFacts;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.TransactionId;

/** Enrols one piece of equipment with its server (docs/protocol.md, "Enrolment"). */
final class JoinRequest extends EquipmentRequest {
    private final Joins joins;
    private final PendingJoin join;

    JoinRequest(Context context, PendingJoin join, Joins joins) {
        super(context, join.equipment(), join.protection(), join.servers());
        this.joins = joins;
        this.join = join;
    }

    /** Writes the key to disk before the dial, so that the key which the server enrols is still there after a crash. */
    @Override
    public void dial(Action.Dial dial, ServerAddress to, Turn turn) {
        turn.persist(List.of(Records.join(join.equipment())), dial);
    }

    @Override
    protected Message request(PeerFacts server, TransactionId id) {
        Secret codeKey = context().crypto().codeKey(join.code());
        return Message.of(MessageKind.ENROL, id)
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.CODE_ID, self().codeId())
                .with(Attributes.ROLE, Role.ACCEPTOR)
                .with(Attributes.PROOF, context().crypto().enrolmentProof(codeKey, server.binding()))
                .build();
    }

    @Override
    protected void answered(Message answer, Turn turn) {
        close(turn);
        if (answer.kind() == MessageKind.ENROLLED) {
            enrolled(answer, turn);
        } else if (answer.find(Attributes.ERROR_CODE).orElse(0) == ErrorCodes.UNAUTHENTICATED) {
            joins.failed(join, "the server does not take the code: used, taken back, expired or wrong", fresh(), turn);
        } else {
            joins.failed(join, refusal(answer), atALimit(answer) ? "try again in a minute" : fresh(), turn);
        }
    }

    private void enrolled(Message answer, Turn turn) {
        Set<ProtectionId> protections = Set.copyOf(answer.get(Attributes.PROTECTIONS));
        if (!answer.get(Attributes.USERNAME).equals(self().id())) {
            joins.failed(join, "the server enrolled another equipment ID than the string names", fresh(), turn);
        } else if (!protections.contains(join.protection())) {
            joins.failed(
                    join,
                    "the server enrolled it for other protections than "
                            + context().primitives().protections().name(join.protection()),
                    fresh(),
                    turn);
        } else {
            // [SYS-5] Both keep the PROTECTIONS of Enrolled
            joins.enrolled(join, self().with(protections), answer.get(Attributes.SERVER_TIME), turn);
        }
    }

    @Override
    protected void failed(String why, Turn turn) {
        joins.failed(join, why, "join again, with the same string", turn);
    }

    @Override
    public void unreachable(ServerMisses why, Turn turn) {
        String ofOtherServer = "the server may have been set up anew since: " + fresh()
                + "; if it was not, something else is at its address";
        joins.failed(join, why.clause(), why.next(ofOtherServer), turn);
    }

    private String fresh() {
        return "ask its operator for a fresh string (enrol " + self().id() + ") and give it to join";
    }

    private static boolean atALimit(Message answer) {
        int code = answer.find(Attributes.ERROR_CODE).orElse(0);
        return code == ErrorCodes.QUOTA || code == ErrorCodes.CAPACITY;
    }
}
