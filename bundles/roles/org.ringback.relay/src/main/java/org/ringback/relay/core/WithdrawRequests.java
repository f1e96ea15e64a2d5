package org.ringback.relay.core;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Moment;
import org.ringback.kernel.Action;
import org.ringback.store.Change;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/**
 * Answers Withdraw, by which a gateway tells that its owner revoked a grant (docs/protocol.md, "Withdraw"). Not
 * thread-safe.
 */
record WithdrawRequests(Context context, Devices devices, Codes codes, UsedTwice usedTwice, RingTable rings) {
    /**
     * Withdraws an invitation; answers unknown codes and keys like known ones, so that a repeat gets the same answer.
     */
    void withdraw(Peer peer, Device equipment, Message request, Moment now) {
        long code = request.get(Attributes.CODE_ID);
        Pairs pairs = devices.pairs;
        // [WITHDRAW-3] Withdraw ends the code, so that no repeat of Enrol brings anything back, and takes its …
        List<Change> changes = new ArrayList<>(codes.removeInvitation(equipment.id(), code));
        changes.addAll(pairs.notMissed(code, equipment.id()));
        changes.addAll(usedTwice.remove(equipment.id(), List.of(code)));
        Set<EquipmentId> concerned = new LinkedHashSet<>(pairs.givenBy(code, equipment.id()));
        concerned.forEach(issuer -> changes.add(pairs.take(issuer, equipment.id(), code)));
        for (KeyFingerprint key : request.find(Attributes.REVOKED_KEYS).orElse(List.of())) {
            Device issuer = devices.find(key);
            if (issuer != null && pairs.mayAsk(issuer.id(), equipment.id())) {
                concerned.add(issuer.id());
                // [WITHDRAW-6] That mark falls, and with nothing in the set the pair, by a Withdraw whose …
                changes.add(pairs.takeOlder(issuer.id(), equipment.id()));
            }
        }
        for (EquipmentId issuer : concerned) {
            // [WITHDRAW-4] the pair goes with the last of the set, and with the pair its pending rings.
            if (!pairs.mayAsk(issuer, equipment.id())) {
                context.count(RelayMetric.WITHDRAW_PERMISSION_ENDED);
                rings.endPair(issuer, equipment.id(), "the equipment's owner took the permission back", now);
            }
        }
        Message answer = Message.of(MessageKind.WITHDRAWN, request.transaction())
                .with(Attributes.CODE_ID, code)
                .build();
        context.count(RelayMetric.WITHDRAW_DONE);
        // [WITHDRAW-1] Withdraw from an enrolled acceptor (USERNAME must be the ID of the connection's key, else …
        context.turn.persist(changes, new Action.Send(peer.number, answer));
    }
}
