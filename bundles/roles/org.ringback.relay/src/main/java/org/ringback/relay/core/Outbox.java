package org.ringback.relay.core;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.ringback.kernel.Action;
import org.ringback.kernel.Metrics;
import org.ringback.kernel.Request;
import org.ringback.kernel.Unwritten;
import org.ringback.store.Change;
import org.ringback.wire.Message;

/** Collects the actions of one event, and is the one place that sends datagrams. Not thread-safe. */
final class Outbox {
    private final Metrics metrics;
    private final Unwritten unwritten;
    private List<Action> actions = new ArrayList<>();

    Outbox(Metrics metrics, Unwritten unwritten) {
        this.metrics = metrics;
        this.unwritten = unwritten;
    }

    /** Hands over what was collected. */
    List<Action> drain() {
        List<Action> drained = actions;
        actions = new ArrayList<>();
        return drained;
    }

    void add(Action action) {
        actions.add(action);
    }

    void send(long connection, Message message) {
        add(new Action.Send(connection, message));
    }

    /** A command cannot be done. */
    void refuse(Request<?> request, String why) {
        add(new Action.Refused(request, why));
    }

    /** Writes changes, and before them whatever the disk refused earlier. */
    void persist(List<Change> changes, Action... then) {
        add(new Action.Persist(unwritten.with(changes), List.of(then)));
    }

    /**
     * Answers a source that has not proved its address: never with more bytes than it sent, else not at all
     * (docs/protocol.md, "Registration").
     */
    void toUnproved(int requestLength, byte[] answer, InetSocketAddress to, InetSocketAddress socket) {
        // [REG-12] No answer to an unproved source is longer than what it answers
        if (answer.length > requestLength) {
            metrics.count(RelayMetric.UDP_ANSWER_SUPPRESSED);
            return;
        }
        toProved(answer, to, socket);
    }

    /**
     * Sends to an address that its owner proved: it answered with our nonce for it, under its MAC. So is an ordinary STUN
     * probe answered: the one exception, off by default off loopback.
     */
    void toProved(byte[] datagram, InetSocketAddress to, InetSocketAddress socket) {
        add(new Action.SendDatagram(datagram, to, socket));
    }
}
