package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.ANNA;
import static org.ringback.relay.core.ServerFixture.LAMP;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.kernel.Event;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.spi.Ticket;
import org.ringback.store.Change;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** The owner of equipment is told which of its grants' strings a second device used. */
public class UsedTwiceTest {
    private static final EquipmentId LAMP_2 = new EquipmentId("lamp-2");

    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = Appliance.registered(server, LAMP);
    private final Person anna = new Person(server);

    /** Anna uses an invitation, and then somebody else does. */
    private Ticket copied() {
        Ticket code = Person.invitation(server, lamp, ANNA);
        anna.accept(code);
        assertEquals(MessageKind.ENROL_REFUSED, new Person(server).accept(code).kind());
        return code;
    }

    /** What the answer to the next registration names. */
    private List<Long> named() {
        return named(lamp);
    }

    private static List<Long> named(Appliance of) {
        byte[] answer = ServerFixture.datagrams(of.refresh()).get(0).bytes();
        return of.decode(answer).find(Attributes.USED_TWICE).orElse(List.of());
    }

    private int records() {
        return server.disk.getOrDefault(RelayTables.USED_TWICE, new TreeMap<>()).size();
    }

    private void withdraw(Ticket code) {
        long connection = server.connect(lamp.key, Appliance.TCP);
        server.receive(
                connection,
                Message.of(MessageKind.WITHDRAW, lamp.transaction())
                        .with(Attributes.PROTOCOL, MessageKind.VERSION)
                        .with(Attributes.USERNAME, LAMP)
                        .with(Attributes.CODE_ID, code.codeId())
                        .build());
        server.close(connection);
    }

    private int ringCode() {
        long connection = anna.dial();
        int code =
                ServerFixture.messages(server.receive(connection, anna.connect(LAMP, RingSystem.CALL_BACK)), connection)
                        .stream()
                        .findFirst()
                        .flatMap(answer -> answer.find(Attributes.ERROR_CODE))
                        .orElse(0);
        server.close(connection);
        return code;
    }

    /** [ENROL-17] */
    @Test
    public void eachRegistrationsAnswerNamesItUntilTheGatewayHasNotedIt() {
        assertEquals(List.of(), named());
        long code = copied().codeId();
        assertEquals(List.of(code), named());
        server.pass(Duration.ofSeconds(25));
        assertEquals("whatever was lost", List.of(code), named());
        lamp.noted = List.of(code);
        assertEquals(List.of(), named());
        lamp.noted = List.of();
        assertEquals(List.of(), named());
        assertEquals(0, records());
    }

    /** [ENROL-16] */
    @Test
    public void itIsOnDiskUntilThen() {
        long code = copied().codeId();
        assertEquals(1, records());
        server.restart();
        lamp.register();
        assertEquals(List.of(code), named());
    }

    @Test
    public void theAnswerIsProvedAsEver() {
        copied();
        byte[] answer = ServerFixture.datagrams(lamp.refresh()).get(0).bytes();
        assertTrue(lamp.proves(answer, MacUse.REGISTERED));
    }

    @Test
    public void otherEquipmentHearsNothingAndNotesNothing() {
        Appliance other = Appliance.registered(server, LAMP_2);
        long code = copied().codeId();
        other.noted = List.of(code);
        assertEquals(List.of(), named(other));
        assertEquals(List.of(code), named());
    }

    @Test
    public void anOperatorsStringThatIsUsedTwiceIsNoGrants() {
        Ticket code = server.enrol(ANNA, Role.ISSUER);
        anna.accept(code);
        new Person(server).accept(code);
        assertEquals(List.of(), named());
    }

    @Test
    public void anInvitationThatIsWithdrawnIsNamedNoMore() {
        Ticket code = copied();
        withdraw(code);
        assertEquals(List.of(), named());
        assertEquals(0, records());
    }

    @Test
    public void equipmentThatIsRevokedIsForgotten() {
        copied();
        server.revoke(LAMP);
        assertEquals(0, records());
    }

    @Test
    public void soManyAreNamedAtOnceAndTheOthersBehindThem() {
        List<Long> all = new ArrayList<>();
        for (int i = 0; i <= UsedTwice.MAX_TOLD; i++) {
            Person person = new Person(server);
            Ticket code = Person.invitation(server, lamp, new EquipmentId("person-" + i));
            person.accept(code);
            new Person(server).accept(code);
            all.add(code.codeId());
            server.pass(Duration.ofMillis(1));
        }
        server.restart();
        lamp.register();
        assertEquals("the oldest first", all.subList(0, UsedTwice.MAX_TOLD), named());
        lamp.noted = all.subList(0, UsedTwice.MAX_TOLD);
        assertEquals(all.subList(UsedTwice.MAX_TOLD, all.size()), named());
    }

    @Test
    public void beyondTheMostTheOldestGoes() {
        UsedTwice many = new UsedTwice((table, reader) -> {});
        for (long code = 0; code <= UsedTwice.MAX; code++) {
            many.add(LAMP, code, server.now());
        }
        assertEquals(1, (long) many.toTell(LAMP).get(0));
    }

    @Test
    public void whatTheDiskRefusedIsWrittenAgain() {
        Ticket code = copied();
        String key = LAMP + "/" + OneTimeCode.keyOf(code.codeId());
        byte[] kept = server.disk.get(RelayTables.USED_TWICE).remove(key);
        server.handle(
                new Event.NotWritten(List.of(Change.put(RelayTables.USED_TWICE, key, kept)), List.of(), "disk full"));
        server.pass(Duration.ofMinutes(1));
        assertEquals(Set.of(key), server.disk.get(RelayTables.USED_TWICE).keySet());
    }

    /** What the owner is advised: revoke it and grant anew. */
    @Test
    public void aNewGrantHelpsWhoLostThePermissionAlone() {
        Appliance other = Appliance.registered(server, LAMP_2);
        anna.accept(Person.invitation(server, other, ANNA));
        Ticket code = copied();
        assertEquals("no more by that one", 403, ringCode());
        withdraw(code);
        anna.accept(Person.invitation(server, lamp, ANNA));
        assertEquals(0, ringCode());
        assertEquals(List.of(), named());
        assertEquals(Map.of(), Map.copyOf(server.disk.get(RelayTables.LOST)));
    }

    /** What the owner is advised, where accept-grant says that the issuer is suspended. */
    @Test
    public void aNewGrantHelpsWhoWasSuspendedOnceTheOperatorHasEnrolledAgain() {
        Ticket code = copied();
        withdraw(code);
        assertEquals(
                "the new grant says so",
                MessageKind.ENROL_REFUSED,
                anna.accept(Person.invitation(server, lamp, ANNA)).kind());
        anna.accept(server.enrol(ANNA, Role.ISSUER));
        assertEquals(
                MessageKind.ENROLLED,
                anna.accept(Person.invitation(server, lamp, ANNA)).kind());
        assertEquals(0, ringCode());
    }
}
