package org.ringback.acceptor.core;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringback.wire.Attributes;
import org.ringback.wire.Door;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.StunView;

/** Everything that comes by UDP. What a stranger sends changes a counter and nothing else. */
final class DatagramDoor {
    private final Kit kit;
    private final Household household;
    private final DatagramReports reports;
    private final Rings rings;
    private final SecondConnections seconds;
    private final Withdrawals withdrawals;
    private final StunView view = new StunView();

    /** A message that answers one of the last registrations, and whose. */
    private record Named(Equipment equipment, SentRegistration registration) {}

    DatagramDoor(
            Kit kit,
            Household household,
            DatagramReports reports,
            Rings rings,
            SecondConnections seconds,
            Withdrawals withdrawals) {
        this.kit = kit;
        this.household = household;
        this.reports = reports;
        this.rings = rings;
        this.seconds = seconds;
        this.withdrawals = withdrawals;
    }

    void received(AcceptorEvent.Datagram datagram, Turn turn) {
        Optional<Message> message = decode(datagram.bytes());
        if (message.isEmpty()) {
            return;
        }
        switch (message.get().kind()) {
            case REGISTERED, CHALLENGE -> registration(message.get(), datagram.source(), turn);
            case WAKE_UP ->
                named(message.get(), datagram.source()).ifPresent(named -> wakeUp(message.get(), named, turn));
            case DATAGRAM_RING ->
                named(message.get(), datagram.source()).ifPresent(named -> ring(message.get(), named, turn));
            case REPORT_ACKNOWLEDGED -> reports.acknowledged(message.get(), view, datagram.source());
            default -> kit.tally().count("udp.unexpected-type");
        }
    }

    private Optional<Message> decode(ByteBuffer bytes) {
        if (bytes.remaining() > Door.ACCEPTOR_UDP.maxLength()) {
            kit.tally().count("udp.too-long");
            return Optional.empty();
        }
        MalformedMessageException.Reason reason = view.wrap(bytes);
        if (reason != null) {
            count(reason);
            return Optional.empty();
        }
        try {
            return Optional.of(kit.codec().decode(view, Door.ACCEPTOR_UDP));
        } catch (MalformedMessageException e) {
            count(e.reason());
            return Optional.empty();
        }
    }

    private void count(MalformedMessageException.Reason reason) {
        kit.tally().count("udp." + reason.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private void registration(Message answer, InetSocketAddress source, Turn turn) {
        for (Equipment equipment : household.all()) {
            if (equipment.registrar().awaits(answer.transaction())) {
                if (equipment.registrar().answered(answer, view, source, turn)) {
                    withdrawals.of(equipment).heard(turn);
                }
                return;
            }
        }
        kit.tally().count("udp.answer-not-awaited");
    }

    private Optional<Named> named(Message message, InetSocketAddress source) {
        for (Equipment equipment : household.all()) {
            Optional<SentRegistration> sent = equipment.registrar().find(message.get(Attributes.IN_REPLY_TO));
            if (sent.isPresent()) {
                if (sent.get().server().address().equals(source)) {
                    return Optional.of(new Named(equipment, sent.get()));
                }
                kit.tally().count("udp.foreign-source");
                return Optional.empty();
            }
        }
        kit.tally().count("udp.unknown-registration");
        return Optional.empty();
    }

    private void wakeUp(Message message, Named named, Turn turn) {
        Equipment equipment = named.equipment();
        int connectionId = message.get(Attributes.CONNECTION_ID);
        if (!kit.codec().macMatches(view, named.registration().keys().wakeUp())) {
            kit.tally().count("udp.wake-up-not-proved");
        } else if (equipment.connectionIds().contains(connectionId)) {
            kit.tally().count("wake-up.repeated");
        } else {
            seconds.wake(equipment, connectionId, named.registration().server(), turn);
        }
    }

    private void ring(Message message, Named named, Turn turn) {
        Equipment equipment = named.equipment();
        Optional<Message> opened = open(message, named);
        if (opened.isEmpty()) {
            kit.tally().count("udp.ring-not-proved");
        } else if (equipment.rings().contains(opened.get().get(Attributes.RING_NONCE))) {
            kit.tally().count("datagram-ring.repeated");
            acknowledge(message, named, turn);
        } else if (!equipment.datagramRings().take(turn.nanos())) {
            kit.tally().count("datagram-ring.too-many");
        } else {
            kit.tally().count("datagram-ring.taken");
            acknowledge(message, named, turn);
            Reporter reporter = reports.of(equipment.id(), message.get(Attributes.CONNECTION_ID), named.registration());
            rings.second(equipment, opened.get(), true, new Story.Way(turn.now(), "", "", List.of()), reporter, turn);
        }
    }

    private Optional<Message> open(Message message, Named named) {
        byte[] covered = view.prefix(view.find(Attributes.SEALED.type()));
        Optional<byte[]> plaintext = kit.crypto()
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
            Message second = kit.codec().decode(ByteBuffer.wrap(plaintext.get()), Door.DEVICE_TCP);
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
        byte[] bytes = kit.codec().encode(answer, named.registration().keys().ringAcknowledged());
        turn.act(new AcceptorAction.SendDatagram(
                bytes, named.registration().server().address()));
    }
}
