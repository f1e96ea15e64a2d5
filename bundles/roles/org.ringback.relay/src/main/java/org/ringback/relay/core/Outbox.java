package org.ringback.relay.core;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.ringback.store.Change;
import org.ringback.wire.Message;

/** Collects the actions of one event, and is the one place that sends datagrams. Not thread-safe. */
final class Outbox {
    private final Counts counts;
    private final Unwritten unwritten;
    private List<RelayAction> actions = new ArrayList<>();

    Outbox(Counts counts, Unwritten unwritten) {
        this.counts = counts;
        this.unwritten = unwritten;
    }

    /** Hands over what was collected. */
    List<RelayAction> drain() {
        List<RelayAction> drained = actions;
        actions = new ArrayList<>();
        return drained;
    }

    void add(RelayAction action) {
        actions.add(action);
    }

    void send(long connection, Message message) {
        add(new RelayAction.Send(connection, message));
    }

    /** Writes changes, and before them whatever the disk refused earlier. */
    void persist(List<Change> changes, List<RelayAction> then) {
        List<Change> all = unwritten.take();
        all.addAll(changes);
        add(new RelayAction.Persist(List.copyOf(all), List.copyOf(then)));
    }

    /**
     * Answers a source that has not proved its address: never with more bytes than it sent, else not at all
     * (docs/protocol.md, "Registration").
     */
    void toUnproved(int requestLength, byte[] answer, InetSocketAddress to, InetSocketAddress socket) {
        if (answer.length > requestLength) {
            counts.add("udp.answer-suppressed");
            return;
        }
        add(new RelayAction.SendDatagram(answer, to, socket));
    }

    /** Answers an ordinary STUN probe: the one exception, off by default off loopback. */
    void toProbe(byte[] answer, InetSocketAddress to, InetSocketAddress socket) {
        add(new RelayAction.SendDatagram(answer, to, socket));
    }

    /** Sends to an address that its owner proved: it answered with our nonce for it, under its MAC. */
    void toProved(byte[] datagram, InetSocketAddress to, InetSocketAddress socket) {
        add(new RelayAction.SendDatagram(datagram, to, socket));
    }
}
