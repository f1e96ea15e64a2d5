package org.ringback.relay.core;

import static org.ringback.wire.Attributes.BOX;
import static org.ringback.wire.Attributes.CALLBACK_ADDRESS;
import static org.ringback.wire.Attributes.CODE;
import static org.ringback.wire.Attributes.CODE_ID;
import static org.ringback.wire.Attributes.DIAL_BACK;
import static org.ringback.wire.Attributes.NAME;
import static org.ringback.wire.Attributes.PATHS;
import static org.ringback.wire.Attributes.PROTECTIONS;
import static org.ringback.wire.Attributes.PROTOCOL;
import static org.ringback.wire.Attributes.RING_NONCE;
import static org.ringback.wire.Attributes.SYSTEM_REQUESTED;
import static org.ringback.wire.Attributes.TARGET_ID;
import static org.ringback.wire.Attributes.USERNAME;
import static org.ringback.wire.Attributes.WAIT_TIME;

import java.net.InetSocketAddress;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingNonce;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.spi.Ticket;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.TransactionId;

/** The scripted other side: one issuer. */
final class Person {
    final ServerFixture server;
    final KeyFingerprint key;
    InetSocketAddress observed = ServerFixture.address("203.0.113.9", 41_000);
    /** Where its own system says that it is. */
    InetSocketAddress local = ServerFixture.address("10.0.0.5", 41_000);

    EquipmentId id = ServerFixture.ANNA;
    final byte[] box = new byte[200];

    Person(ServerFixture server) {
        this.server = server;
        this.key = server.newKey();
        server.random.nextBytes(box);
    }

    /** Invited by a piece of equipment, and enrolled. */
    static Person invitedBy(ServerFixture server, Appliance appliance) {
        Person person = new Person(server);
        person.accept(invitation(server, appliance, ServerFixture.ANNA));
        return person;
    }

    static Ticket invitation(ServerFixture server, Appliance appliance, EquipmentId name) {
        long connection = server.connect(appliance.key, Appliance.TCP);
        Message invited = ServerFixture.only(
                server.receive(
                        connection,
                        Message.of(MessageKind.INVITE, appliance.transaction())
                                .with(PROTOCOL, MessageKind.VERSION)
                                .with(USERNAME, appliance.id)
                                .with(NAME, name)
                                .build()),
                connection);
        server.close(connection);
        return new Ticket(
                server.settings.advertise(),
                server.settings.pins(),
                Set.copyOf(invited.get(PROTECTIONS)),
                name,
                Role.ISSUER,
                invited.get(CODE_ID),
                Secret.copyOf(invited.get(CODE)),
                server.now().wall());
    }

    Message accept(Ticket invitation) {
        long connection = server.connect(key, observed);
        Message answer = ServerFixture.only(
                server.receive(
                        connection, Appliance.enrolment(invitation, connection, TransactionId.random(server.random))),
                connection);
        server.close(connection);
        answer.find(USERNAME).ifPresent(name -> id = name);
        return answer;
    }

    long dial() {
        return server.connect(key, observed);
    }

    Message connect(EquipmentId target, RingSystem system) {
        return connect(target, system, RingNonce.random(server.random));
    }

    Message connect(EquipmentId target, RingSystem system, RingNonce nonce) {
        return connecting(target, system, nonce).build();
    }

    /** As an issuer that knows Waiting. */
    Message patient(EquipmentId target, RingSystem system, int seconds) {
        return connecting(target, system, RingNonce.random(server.random))
                .with(WAIT_TIME, seconds)
                .build();
    }

    /** As an issuer that knows Calling. */
    Message pathwise(EquipmentId target, RingSystem system, int paths) {
        return connecting(target, system, RingNonce.random(server.random))
                .with(PATHS, paths)
                .build();
    }

    Message presence(EquipmentId target) {
        return Message.of(MessageKind.PRESENCE, TransactionId.random(server.random))
                .with(PROTOCOL, MessageKind.VERSION)
                .with(TARGET_ID, target)
                .build();
    }

    Message networkCheck() {
        return checking().build();
    }

    Message dialBack() {
        return checking().with(DIAL_BACK, new byte[0]).build();
    }

    private Message.Builder checking() {
        return Message.of(MessageKind.NETWORK_CHECK, TransactionId.random(server.random))
                .with(PROTOCOL, MessageKind.VERSION);
    }

    private Message.Builder connecting(EquipmentId target, RingSystem system, RingNonce nonce) {
        return Message.of(MessageKind.CONNECT, TransactionId.random(server.random))
                .with(PROTOCOL, MessageKind.VERSION)
                .with(TARGET_ID, target)
                .with(CALLBACK_ADDRESS, local)
                .with(RING_NONCE, nonce)
                .with(SYSTEM_REQUESTED, system)
                .with(BOX, box);
    }
}
