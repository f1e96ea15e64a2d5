package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.ringback.relay.core.ServerFixture.LAMP;
import static org.ringback.relay.core.ServerFixture.datagrams;
import static org.ringback.relay.core.ServerFixture.only;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.spi.Ticket;
import org.ringback.wire.Attributes;
import org.ringback.wire.Door;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.Outcome;
import org.ringback.wire.Paths;
import org.ringback.wire.RelayTicket;
import org.ringback.wire.TransactionId;

/** A server's core that relays, with issuers that ring equipment: up to the connections that come with the tickets. */
public final class RelayRig {
    final ServerFixture server = new ServerFixture();
    final Appliance lamp = Appliance.registered(server, LAMP);
    final Person anna = Person.invitedBy(server, lamp);
    /** Who rings now, and what. */
    Person rings = anna;

    Appliance rung = lamp;
    /** The connections of the last ring. */
    long first;

    long second;
    int connectionId;
    private long nextRelayed = 100_000;

    /** One end's ticket, and what it sends with it. */
    record Bind(RelayTicket ticket, TransactionId id) {}

    Bind with(RelayTicket ticket) {
        return new Bind(ticket, TransactionId.random(server.random));
    }

    /** Changes how much is relayed. */
    public void limit(RelaySettings.Relaying relaying) {
        RelaySettings before = ServerFixture.settings(16, 64);
        server.configure(new RelaySettings(
                before.realm(),
                before.lifetime(),
                before.refresh(),
                before.lease(),
                before.probe(),
                before.ringsPerEquipment(),
                before.rings(),
                relaying,
                before.advertise(),
                before.pins()));
    }

    /** From now on another issuer rings, whom the owner of what is rung invited; returns its string. */
    Ticket invites(String name) {
        Ticket invitation = Person.invitation(server, rung, new EquipmentId(name));
        rings = new Person(server);
        rings.accept(invitation);
        return invitation;
    }

    /** From now on another issuer rings. */
    public void newcomer(String name) {
        invites(name);
    }

    /** Up to the second request; the acceptor's ticket, if it gets one. */
    Optional<RelayTicket> bound(int issuers, int acceptors) {
        first = rings.dial();
        List<Action> asked = server.receive(first, rings.pathwise(rung.id, RingSystem.CALL_BACK, issuers));
        connectionId = rung.decode(datagrams(asked).get(0).bytes()).get(Attributes.CONNECTION_ID);
        second = server.connect(rung.key, Appliance.TCP);
        Message request = only(server.receive(second, rung.pathwiseBind(connectionId, acceptors)), second);
        return request.find(Attributes.RELAY_TICKET);
    }

    /** The gateway's judge agrees; the issuer's ticket, if it gets one. */
    Optional<RelayTicket> judged() {
        return only(server.receive(second, rung.report(connectionId, Outcome.CALLING)), first)
                .find(Attributes.RELAY_TICKET);
    }

    /** A ring whose gateway agreed; what the issuer sends to be relayed, and what the gateway. */
    public List<byte[]> binds() {
        RelayTicket acceptors = bound(Paths.RELAY, Paths.RELAY).orElseThrow();
        RelayTicket issuers = judged().orElseThrow();
        return List.of(bytes(with(issuers)), bytes(with(acceptors)));
    }

    /** The ring was answered, and is over. */
    public void reached() {
        server.receive(second, rung.report(connectionId, Outcome.REACHED));
    }

    /** Carries one event out; returns what the core wants done. */
    public List<Action> handle(Event event) {
        return server.handle(event);
    }

    /** How often a counter counted. */
    public long count(String counter) {
        return server.count(counter);
    }

    private static byte[] bytes(Bind bind) {
        return bind.ticket().bind(bind.id());
    }

    long come(byte[] bytes) {
        long number = nextRelayed;
        nextRelayed += 2;
        server.handle(new RelayEvent.RelayBind(number, bytes));
        return number;
    }

    long come(Bind bind) {
        return come(bytes(bind));
    }

    /** A ring whose both ends come to the relay. */
    RelayAction.Join relayed() {
        List<byte[]> binds = binds();
        server.done.clear();
        binds.forEach(this::come);
        return did(RelayAction.Join.class).get(0);
    }

    /** A ring that is relayed, and was answered. */
    RelayAction.Join answered() {
        RelayAction.Join join = relayed();
        reached();
        server.done.clear();
        return join;
    }

    /** A ring whose both ends come and are refused; the code that both are told. */
    int refused() {
        List<byte[]> binds = binds();
        server.done.clear();
        List<Long> came = binds.stream().map(this::come).toList();
        List<RelayAction.Refuse> refused = did(RelayAction.Refuse.class);
        assertEquals(
                came, refused.stream().map(refuse -> refuse.leg().connection()).toList());
        List<Integer> codes = refused.stream()
                .map(refuse -> read(refuse.leg().answer()).get(Attributes.ERROR_CODE))
                .distinct()
                .toList();
        assertEquals(1, codes.size());
        return codes.get(0);
    }

    static Message read(byte[] answer) {
        try {
            return new MessageCodec().decode(ByteBuffer.wrap(answer), Door.DEVICE_RELAY);
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    <A extends Action> List<A> did(Class<A> kind) {
        return server.done.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** How much of a limit is used. */
    long used(String limit) {
        return server.core.overview().limits(server.now()).stream()
                .filter(use -> use.limit().name().equals(limit))
                .findFirst()
                .orElseThrow()
                .now();
    }
}
