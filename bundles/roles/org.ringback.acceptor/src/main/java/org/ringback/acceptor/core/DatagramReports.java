package org.ringback.acceptor.core;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ringback.api.EquipmentId;
import org.ringback.kernel.Core;
import org.ringback.kernel.Turn;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.StunView;
import org.ringback.wire.TransactionId;

/** Sends the reports of datagram rings by UDP, again until each is acknowledged or outdated. */
final class DatagramReports {
    private static final int SENDS = 5;
    private static final Duration LAST_WAIT = Duration.ofSeconds(1);

    private final Context context;
    private final List<Pending> pending = new ArrayList<>();

    private record Pending(TransactionId transaction, int connectionId, SentRegistration ring, Retransmission again) {}

    DatagramReports(Context context) {
        this.context = context;
    }

    /**
     * {@return a reporter for one ring, to the server that sent it, with the lease keys of the registration that the
     * ring answered}
     */
    Reporter of(EquipmentId self, int connectionId, SentRegistration ring) {
        return (said, turn) -> {
            pending.removeIf(before ->
                    before.connectionId() == connectionId && before.ring().equals(ring));
            Pending report = report(self, connectionId, ring, said);
            report.again().send(turn);
            pending.add(report);
        };
    }

    private Pending report(EquipmentId self, int connectionId, SentRegistration ring, Report said) {
        TransactionId transaction = context.transaction();
        Message message = said.in(Message.of(MessageKind.DATAGRAM_REPORT, transaction)
                .with(Attributes.USERNAME, self)
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.CONNECTION_ID, connectionId));
        byte[] bytes = context.codec().encode(message, ring.keys().mac(MacUse.REPORT));
        // [ACC-32] Reports by UDP go out at 0 / 0.5 / 1.5 / 3.5 / 7.5 s until acknowledged or replaced, under the …
        AcceptorAction.ToServer datagram =
                new AcceptorAction.ToServer(bytes, ring.server().address());
        return new Pending(transaction, connectionId, ring, new Retransmission(datagram, SENDS, LAST_WAIT));
    }

    void acknowledged(Message answer, StunView view, InetSocketAddress source) {
        boolean proved = pending.removeIf(report -> report.transaction().equals(answer.transaction())
                && report.ring().server().address().equals(source)
                && context.codec().macMatches(view, report.ring().keys().mac(MacUse.REPORT_ACKNOWLEDGED)));
        if (!proved) {
            context.metrics().count(AcceptorMetric.UDP_ACKNOWLEDGEMENT_NOT_AWAITED);
        }
    }

    int size() {
        return pending.size();
    }

    void tick(Turn turn) {
        pending.removeIf(report -> report.again().over(turn));
        pending.forEach(report -> report.again().tick(turn));
    }

    long deadline() {
        return Core.earliest(pending, report -> report.again().nextAt());
    }
}
