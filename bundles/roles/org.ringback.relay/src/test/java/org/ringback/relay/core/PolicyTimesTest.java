package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.LAMP;
import static org.ringback.relay.core.ServerFixture.closes;
import static org.ringback.relay.core.ServerFixture.datagrams;
import static org.ringback.relay.core.ServerFixture.only;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Role;
import org.ringback.kernel.Action;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;

/** When a gateway is woken for revoked keys, how long it may take, and what is left then. */
public class PolicyTimesTest {
    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = Appliance.registered(server, LAMP);
    private final Person anna = Person.invitedBy(server, lamp);

    private int connectionId(List<Action> actions) {
        return datagrams(actions).stream()
                .map(datagram -> lamp.decode(datagram.bytes()))
                .filter(message -> message.kind() == MessageKind.WAKE_UP)
                .findFirst()
                .orElseThrow()
                .get(Attributes.CONNECTION_ID);
    }

    private int revoked() {
        server.done.clear();
        server.revoke(anna.id);
        return connectionId(server.done);
    }

    private Message bind(long connection, int connectionId) {
        return only(server.receive(connection, lamp.bind(connectionId)), connection);
    }

    private long fetching(int connectionId) {
        long connection = server.connect(lamp.key, Appliance.TCP);
        assertEquals(MessageKind.POLICY, bind(connection, connectionId).kind());
        return connection;
    }

    @Test
    public void theWakeUpIsRepeatedAtHalfOneAndTwoSecondsUntilItIsAnswered() {
        int id = revoked();
        assertEquals(0, datagrams(server.pass(Duration.ofMillis(499))).size());
        assertEquals(1, datagrams(server.pass(Duration.ofMillis(1))).size());
        List<Action> second = server.pass(Duration.ofMillis(500));
        assertEquals(1, datagrams(second).size());
        assertEquals("the same call", id, connectionId(second));
        fetching(id);
        assertEquals(0, datagrams(server.pass(Duration.ofSeconds(9))).size());
    }

    @Test
    public void theGatewayMayAnswerWithinTenSecondsAndNoLater() {
        int id = revoked();
        server.pass(Duration.ofMillis(9_999));
        server.close(fetching(id));

        id = connectionId(lamp.refresh());
        server.pass(Duration.ofSeconds(10));
        long late = server.connect(lamp.key, Appliance.TCP);
        assertEquals(MessageKind.BIND_REFUSED, bind(late, id).kind());
        assertEquals(1, server.core.overview().pendingPolicies());
    }

    @Test
    public void theGatewayMayTakeTenSecondsToStoreIt() {
        long connection = fetching(revoked());
        assertFalse(closes(server.pass(Duration.ofMillis(9_999)), connection));
        assertTrue(closes(server.pass(Duration.ofMillis(1)), connection));
        assertEquals(1, server.core.overview().pendingPolicies());
    }

    @Test
    public void anAcknowledgementInTimeIsTaken() {
        int id = revoked();
        long connection = fetching(id);
        server.pass(Duration.ofSeconds(9));
        assertTrue(closes(server.receive(connection, lamp.report(id, Outcome.CALLING)), connection));
        assertEquals(0, server.core.overview().pendingPolicies());
        assertEquals(List.of(), datagrams(server.pass(Duration.ofMinutes(2))));
    }

    @Test
    public void anOutcomeThatDoesNotSayStoredKeepsThePolicy() {
        int id = revoked();
        long connection = fetching(id);
        assertTrue(closes(server.receive(connection, lamp.report(id, Outcome.REFUSED)), connection));
        assertEquals(1, server.core.overview().pendingPolicies());
        assertFalse(server.disk.get(RelayTables.POLICIES).isEmpty());
    }

    @Test
    public void aReportOfAnotherNumberIsNotTheAcknowledgement() {
        int id = revoked();
        long connection = fetching(id);
        server.receive(connection, lamp.report(id + 1, Outcome.CALLING));
        assertEquals(1, server.core.overview().pendingPolicies());
        assertEquals(1, server.count("report.unknown"));
    }

    @Test
    public void aNewRegistrationIsCalledAnewUnderAnotherNumber() {
        int old = revoked();
        int fresh = connectionId(lamp.refresh());
        long connection = server.connect(lamp.key, Appliance.TCP);
        assertEquals(MessageKind.BIND_REFUSED, bind(connection, old).kind());
        fetching(fresh);
    }

    @Test
    public void whileItIsFetchedNobodyIsWokenAgain() {
        fetching(revoked());
        assertEquals(1, datagrams(lamp.refresh()).size());
    }

    @Test
    public void moreThan32KeysTakeSeveralPolicies() {
        server.configure(ServerFixture.settings(64, 1_024));
        Set<KeyFingerprint> revoked = new HashSet<>();
        for (int i = 0; i < 33; i++) {
            Person person = new Person(server);
            person.accept(Person.invitation(server, lamp, new EquipmentId("person-" + i)));
            server.done.clear();
            server.revoke(person.id);
            revoked.add(person.key);
        }
        Set<KeyFingerprint> told = new HashSet<>();
        int id = connectionId(server.done);
        for (int expected : new int[] {32, 1}) {
            long connection = server.connect(lamp.key, Appliance.TCP);
            List<KeyFingerprint> keys = bind(connection, id).get(Attributes.REVOKED_KEYS);
            assertEquals(expected, keys.size());
            told.addAll(keys);
            List<Action> actions = server.receive(connection, lamp.report(id, Outcome.CALLING));
            if (expected == 32) {
                assertEquals(1, server.core.overview().pendingPolicies());
                id = connectionId(actions);
            }
        }
        assertEquals(revoked, told);
        assertEquals(0, server.core.overview().pendingPolicies());
        assertTrue(server.disk.get(RelayTables.POLICIES).isEmpty());
    }

    @Test
    public void oneKeyThatComesWhileAnotherIsFetchedIsFetchedNext() {
        Person ben = Person.invitedBy(server, lamp);
        int id = revoked();
        long connection = fetching(id);
        server.revoke(ben.id);
        List<Action> actions = server.receive(connection, lamp.report(id, Outcome.CALLING));
        long next = server.connect(lamp.key, Appliance.TCP);
        assertEquals(List.of(ben.key), bind(next, connectionId(actions)).get(Attributes.REVOKED_KEYS));
    }

    @Test
    public void aFetchThatBreaksIsNotRepeatedBeforeTheNextRegistration() {
        long connection = fetching(revoked());
        server.done.clear();
        server.close(connection);
        server.pass(Duration.ofSeconds(30));
        assertEquals(List.of(), datagrams(server.done));
        connectionId(lamp.refresh());
    }

    @Test
    public void revokedEquipmentNeedsNoPolicyAnyMore() {
        int id = revoked();
        server.revoke(LAMP);
        assertEquals(0, server.core.overview().pendingPolicies());
        assertTrue(server.disk.get(RelayTables.POLICIES).isEmpty());
        Appliance again = new Appliance(server, LAMP);
        again.join(server.enrol(LAMP, Role.ACCEPTOR));
        long connection = server.connect(again.key, Appliance.TCP);
        assertEquals(
                MessageKind.BIND_REFUSED,
                only(server.receive(connection, again.bind(id)), connection).kind());
        server.done.clear();
        server.pass(Duration.ofSeconds(30));
        assertEquals(List.of(), datagrams(server.done));
    }
}
