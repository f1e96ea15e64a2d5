package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.ANNA;
import static org.ringback.relay.core.ServerFixture.LAMP;
import static org.ringback.relay.core.ServerFixture.messages;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.Role;
import org.ringback.kernel.Action;
import org.ringback.kernel.Request;
import org.ringback.spi.Ticket;
import org.ringback.store.Change;
import org.ringback.store.Setback;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

public class AfterSetbackTest {
    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = new Appliance(server, LAMP);

    @Test
    public void openCodesAndLeasesAreDroppedOnceAndUsedCodesStay() {
        lamp.join(server.enrol(LAMP, Role.ACCEPTOR));
        lamp.lease();
        server.enrol(ANNA, Role.ISSUER);
        Map<String, byte[]> codes = server.disk.get(RelayTables.CODES);
        assertEquals("a used one and an open one", 2, codes.size());

        Setback setback = new Setback(3, 40, Instant.EPOCH);
        write(AfterSetback.changes(setback, this::each));
        assertEquals(1, codes.size());
        assertTrue(server.disk.get(RelayTables.LEASES).isEmpty());
        assertEquals("once", List.of(), AfterSetback.changes(setback, this::each));
        assertFalse(AfterSetback.changes(new Setback(1, 41, Instant.EPOCH), this::each)
                .isEmpty());

        server.restart();
        assertEquals(1, server.core.overview().enrolled());
    }

    @Test
    public void theEndOfAnEnrolmentIsWrittenForGoodAndItsBeginningIsNot() {
        lamp.join(server.enrol(LAMP, Role.ACCEPTOR));
        assertEquals(Map.of(), lasting());
        server.handle(new RelayEvent.Revoke(new Request<>(77), LAMP));
        assertEquals(
                "and of what it used",
                Set.of(RelayTables.DEVICES, RelayTables.REVOKED_KEYS, RelayTables.CODES),
                lasting().keySet());
    }

    @Test
    public void aRightThatWasTakenBackDoesNotComeBackAndTheOtherOneStands() {
        lamp.join(server.enrol(LAMP, Role.ACCEPTOR));
        register();
        Person anna = new Person(server);
        Ticket first = Person.invitation(server, lamp, ANNA);
        Ticket second = Person.invitation(server, lamp, ANNA);
        anna.accept(first);
        anna.accept(second);
        server.keepDisk();
        withdraw(first);
        server.goBack();
        register();
        assertEquals("nor by using it again", 401, (int) anna.accept(first).get(Attributes.ERROR_CODE));
        assertEquals("of the other one", Set.of(LAMP), mayAsk());
        withdraw(second);
        assertEquals(Set.of(), mayAsk());
        server.goBack();
        assertEquals(Set.of(), mayAsk());
    }

    @Test
    public void whatTheDiskRefusedAtFirstIsForGoodToo() {
        lamp.join(server.enrol(LAMP, Role.ACCEPTOR));
        register();
        Person anna = new Person(server);
        Ticket first = Person.invitation(server, lamp, ANNA);
        Ticket second = Person.invitation(server, lamp, ANNA);
        anna.accept(first);
        anna.accept(second);
        server.keepDisk();
        server.diskBroken = true;
        send(first);
        server.diskBroken = false;
        withdraw(first);
        server.goBack();
        register();
        withdraw(second);
        assertEquals(Set.of(), mayAsk());
    }

    @Test
    public void aGatewayStillHearsOfAKeyThatWasRevoked() {
        lamp.join(server.enrol(LAMP, Role.ACCEPTOR));
        register();
        new Person(server).accept(Person.invitation(server, lamp, ANNA));
        server.keepDisk();
        server.revoke(ANNA);
        server.goBack();
        assertEquals(1, server.disk.get(RelayTables.POLICIES).size());
        assertEquals(Set.of(), mayAsk());
    }

    private void register() {
        lamp.lease();
        lamp.register();
    }

    private Set<EquipmentId> mayAsk() {
        return server.enrolments().stream()
                .filter(one -> one.id().equals(ANNA))
                .flatMap(one -> one.mayAsk().stream())
                .collect(Collectors.toSet());
    }

    private void withdraw(Ticket code) {
        assertEquals(
                List.of(MessageKind.WITHDRAWN),
                send(code).stream().map(Message::kind).toList());
    }

    private List<Message> send(Ticket code) {
        long connection = server.connect(lamp.key, Appliance.TCP);
        Message request = Message.of(MessageKind.WITHDRAW, lamp.transaction())
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.USERNAME, LAMP)
                .with(Attributes.CODE_ID, code.codeId())
                .build();
        return messages(server.receive(connection, request), connection);
    }

    private Map<String, String> lasting() {
        Map<String, String> written = new HashMap<>();
        for (Action action : server.done) {
            if (action instanceof Action.Persist persist) {
                persist.changes().stream()
                        .filter(Change::isLasting)
                        .forEach(change -> written.put(change.table(), change.key()));
            }
        }
        return written;
    }

    private void each(String table, BiConsumer<String, byte[]> reader) {
        server.disk.getOrDefault(table, new TreeMap<>()).forEach(reader);
    }

    private void write(List<Change> changes) {
        for (Change change : changes) {
            TreeMap<String, byte[]> table = server.disk.computeIfAbsent(change.table(), name -> new TreeMap<>());
            change.value().ifPresentOrElse(value -> table.put(change.key(), value), () -> table.remove(change.key()));
        }
    }
}
