package org.ringback.acceptor.core;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringback.kernel.EstateReader;
import org.ringback.kernel.EstateWriter;
import org.ringback.kernel.Event;
import org.ringback.kernel.ServerAddress;
import org.ringback.kernel.Story;
import org.ringback.kernel.Turn;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.wire.Attributes;
import org.ringback.wire.Door;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.StunView;

/** Handles all datagrams that come. A stranger's datagram changes only a counter. */
final class Datagrams {
    /** Most datagrams that are kept for a successor; the server repeats the others. */
    private static final int MOST_KEPT = 256;

    private final Context context;
    private final EquipmentTable table;
    private final DatagramReports reports;
    private final AnsweredRings rings;
    private final SecondConnections seconds;
    private final StunView view = new StunView();
    private final List<Kept> kept = new ArrayList<>();
    private boolean leaving;

    private record Kept(byte[] bytes, InetSocketAddress from, InetSocketAddress at) {
        static Kept of(Event.Datagram datagram) {
            ByteBuffer whole = datagram.bytes().duplicate().rewind();
            byte[] bytes = new byte[whole.remaining()];
            whole.get(bytes);
            return new Kept(bytes, datagram.from(), datagram.at());
        }
    }

    /** The equipment and the registration that a message answers. */
    private record Named(Equipment equipment, SentRegistration registration) {}

    Datagrams(
            Context context,
            EquipmentTable table,
            DatagramReports reports,
            AnsweredRings rings,
            SecondConnections seconds) {
        this.context = context;
        this.table = table;
        this.reports = reports;
        this.rings = rings;
        this.seconds = seconds;
    }

    /** Begins no ring any more: keeps the datagrams that would. */
    void leave() {
        leaving = true;
    }

    /** Gives the datagrams that were kept to the successor. */
    void leave(EstateWriter out) {
        kept.forEach(one -> out.row(AcceptorEstate.DATAGRAM)
                .address(one.from())
                .address(one.at())
                .bytes(one.bytes()));
    }

    /** Reads what a predecessor kept, in order. */
    static List<Event> kept(EstateReader in) {
        List<Event> all = new ArrayList<>();
        in.each(AcceptorEstate.DATAGRAM, row -> {
            InetSocketAddress from = row.address();
            InetSocketAddress at = row.address();
            all.add(new Event.Datagram(ByteBuffer.wrap(row.bytes()), from, at));
        });
        return all;
    }

    void received(Event.Datagram datagram, Turn turn) {
        Optional<Message> message = decode(datagram.bytes());
        if (message.isEmpty()) {
            return;
        }
        switch (message.get().kind()) {
            case REGISTERED, CHALLENGE -> registration(message.get(), datagram.from(), turn);
            case WAKE_UP, DATAGRAM_RING ->
                named(message.get(), datagram.from()).ifPresent(named -> begin(datagram, message.get(), named, turn));
            case REPORT_ACKNOWLEDGED -> reports.acknowledged(message.get(), view, datagram.from());
            default -> context.metrics().count(AcceptorMetric.UDP_UNEXPECTED_TYPE);
        }
    }

    /** Begins a ring, or keeps its datagram for the successor; only of a server, so that no stranger fills the list. */
    private void begin(Event.Datagram datagram, Message message, Named named, Turn turn) {
        if (leaving && kept.size() < MOST_KEPT) {
            kept.add(Kept.of(datagram));
        } else if (!leaving && message.kind() == MessageKind.WAKE_UP) {
            wakeUp(message, named, turn);
        } else if (!leaving) {
            ring(message, named, turn);
        }
    }

    private Optional<Message> decode(ByteBuffer bytes) {
        if (bytes.remaining() > Door.ACCEPTOR_UDP.maxLength()) {
            context.metrics().count(AcceptorMetric.UDP_TOO_LONG);
            return Optional.empty();
        }
        MalformedMessageException.Reason reason = view.wrap(bytes);
        if (reason != null) {
            count(reason);
            return Optional.empty();
        }
        try {
            return Optional.of(context.codec().decode(view, Door.ACCEPTOR_UDP));
        } catch (MalformedMessageException e) {
            // [WIRE-10] a stranger gets a challenge, or silence and a counter, and so does everybody by UDP.
            count(e.reason());
            return Optional.empty();
        }
    }

    private void count(MalformedMessageException.Reason reason) {
        context.metrics()
                .count(
                        AcceptorMetric.UDP,
                        reason.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private void registration(Message answer, InetSocketAddress source, Turn turn) {
        for (Equipment equipment : table.all()) {
            if (equipment.registrar().awaits(answer.transaction())) {
                if (equipment.registrar().answered(answer, view, source, turn)) {
                    equipment.withdrawer().heard(turn);
                    equipment
                            .usedTwice()
                            .told(answer.find(Attributes.USED_TWICE).orElse(List.of()), turn);
                }
                return;
            }
        }
        context.metrics().count(AcceptorMetric.UDP_ANSWER_NOT_AWAITED);
    }

    private Optional<Named> named(Message message, InetSocketAddress source) {
        for (Equipment equipment : table.all()) {
            Optional<SentRegistration> sent = equipment.registrar().find(message.get(Attributes.IN_REPLY_TO));
            if (sent.isPresent()) {
                if (sent.get().server().address().equals(source)) {
                    return Optional.of(new Named(equipment, sent.get()));
                }
                context.metrics().count(AcceptorMetric.UDP_FOREIGN_SOURCE);
                return Optional.empty();
            }
        }
        context.metrics().count(AcceptorMetric.UDP_UNKNOWN_REGISTRATION);
        return Optional.empty();
    }

    private void wakeUp(Message message, Named named, Turn turn) {
        Equipment equipment = named.equipment();
        int connectionId = message.get(Attributes.CONNECTION_ID);
        // [ACC-1] Wake-up: taken only from the server address that this socket is for, with an IN-REPLY-TO that …
        if (!context.codec().macMatches(view, named.registration().keys().mac(MacUse.WAKE_UP))) {
            context.metrics().count(AcceptorMetric.UDP_WAKE_UP_NOT_PROVED);
        } else if (equipment.connectionIds().contains(connectionId)) {
            context.metrics().count(AcceptorMetric.WAKE_UP_REPEATED);
        } else {
            seconds.wake(equipment, connectionId, places(message, named), turn);
        }
    }

    /** Where to bind. */
    private static BindPlaces places(Message wakeUp, Named named) {
        Equipment equipment = named.equipment();
        return BindPlaces.of(
                named.registration().server(),
                wakeUp.find(Attributes.ADDRESS_FAMILY),
                equipment.registrar().servers().addresses(),
                equipment.wakeUps()::carried);
    }

    private void ring(Message message, Named named, Turn turn) {
        Equipment equipment = named.equipment();
        Optional<Message> opened = open(message, named);
        if (opened.isEmpty()) {
            context.metrics().count(AcceptorMetric.UDP_RING_NOT_PROVED);
        } else if (equipment.rings().contains(opened.get().get(Attributes.RING_NONCE))) {
            // [ACC-6] acknowledged at once, a repeat is acknowledged again and otherwise ignored (by RING-NONCE).
            context.metrics().count(AcceptorMetric.DATAGRAM_RING_REPEATED);
            acknowledge(message, named, turn);
        } else if (!equipment.datagramRings().take(turn.nanos())) {
            // [ACC-8] beyond it they are not acknowledged, so the server repeats them.
            context.metrics().count(AcceptorMetric.DATAGRAM_RING_TOO_MANY);
        } else {
            context.metrics().count(AcceptorMetric.DATAGRAM_RING_TAKEN);
            acknowledge(message, named, turn);
            Reporter reporter = reports.of(equipment.id(), message.get(Attributes.CONNECTION_ID), named.registration());
            rings.second(
                    equipment,
                    opened.get(),
                    RequestWay.datagram(relay(named)),
                    new Story(AcceptorCore.PARTY, turn.now()),
                    reporter,
                    turn);
        }
    }

    /** Where a datagram ring is relayed. */
    private static ServerAddress relay(Named named) {
        // [ACC-46] Where it is relayed, that is asked for at the server's address from which it came, at …
        ServerAddress from = named.registration().server();
        InetAddress host = from.address().getAddress();
        return named.equipment()
                .registrar()
                .servers()
                .good()
                .filter(server -> server.address().getAddress().equals(host))
                .orElse(from);
    }

    private Optional<Message> open(Message message, Named named) {
        byte[] covered = view.prefix(view.find(Attributes.SEALED.type()));
        Optional<byte[]> plaintext = context.crypto()
                .openDatagram(
                        named.registration().keys().registration(),
                        message.transaction().bytes(),
                        named.registration().transaction().bytes(),
                        named.equipment().id(),
                        covered,
                        message.get(Attributes.SEALED));
        if (plaintext.isEmpty()) {
            return Optional.empty();
        }
        try {
            Message second = context.codec().decode(ByteBuffer.wrap(plaintext.get()), Door.DEVICE_TCP);
            return Optional.of(second).filter(inside -> inside.kind() == MessageKind.SECOND_REQUEST);
        } catch (MalformedMessageException e) {
            count(e.reason());
            return Optional.empty();
        }
    }

    private void acknowledge(Message request, Named named, Turn turn) {
        Message answer = Message.of(MessageKind.RING_ACKNOWLEDGED, request.transaction())
                .with(Attributes.USERNAME, named.equipment().id())
                .with(Attributes.CONNECTION_ID, request.get(Attributes.CONNECTION_ID))
                .build();
        byte[] bytes =
                context.codec().encode(answer, named.registration().keys().mac(MacUse.RING_ACKNOWLEDGED));
        turn.act(
                new AcceptorAction.ToServer(bytes, named.registration().server().address()));
    }
}
