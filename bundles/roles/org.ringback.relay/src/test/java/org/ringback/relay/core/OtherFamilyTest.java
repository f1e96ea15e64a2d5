package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.LAMP;
import static org.ringback.relay.core.ServerFixture.closes;
import static org.ringback.relay.core.ServerFixture.datagramTo;
import static org.ringback.relay.core.ServerFixture.datagrams;
import static org.ringback.relay.core.ServerFixture.messages;
import static org.ringback.relay.core.ServerFixture.only;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingNonce;
import org.ringback.api.RingSystem;
import org.ringback.kernel.Action;
import org.ringback.wire.AddressFamily;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.Paths;
import org.ringback.wire.TransactionId;

/** An issuer and equipment that the server sees by different address families. */
public final class OtherFamilyTest {
    private static final InetSocketAddress SIX = ServerFixture.address("2001:db8:1::9", 41_000);
    private static final InetSocketAddress LAMP_BY_SIX = ServerFixture.address("2001:db8:2::7", 50_007);
    private static final int BOTH = Paths.PUNCH | Paths.RELAY | Paths.BOTH_FAMILIES;

    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = Appliance.registered(server, LAMP);
    private final Person anna = Person.invitedBy(server, lamp);

    /** {@return the number of a connection by IPv6} */
    private long dialBySix() {
        anna.observed = SIX;
        return anna.dial();
    }

    private Message connect(int paths) {
        return anna.pathwise(LAMP, RingSystem.CALL_BACK, paths);
    }

    private void assertSentElsewhere(AddressFamily where, Message connect, List<Action> actions, long connection) {
        Message refused = only(actions, connection);
        assertEquals(MessageKind.CONNECT_REFUSED, refused.kind());
        assertEquals(connect.transaction(), refused.transaction());
        assertEquals(ErrorCodes.FAMILY_NOT_SUPPORTED, (int) refused.get(Attributes.ERROR_CODE));
        assertEquals(where, refused.get(Attributes.ADDRESS_FAMILY));
        assertEquals("nothing else is done", 1, actions.size());
    }

    /** The family that the wake-up among these actions names. */
    private Optional<AddressFamily> woken(List<Action> actions) {
        Message wakeUp = lamp.decode(datagramTo(actions, lamp.udp).orElseThrow().bytes());
        assertEquals(MessageKind.WAKE_UP, wakeUp.kind());
        return wakeUp.find(Attributes.ADDRESS_FAMILY);
    }

    // ---- the issuer is asked to come by the other family

    /** [RING-49] */
    @Test
    public void anIssuerThatCameByTheOtherFamilyAndHasBothIsToldThatOfTheRegistration() {
        long first = dialBySix();
        Message connect = connect(BOTH);
        assertSentElsewhere(AddressFamily.IPV4, connect, server.receive(first, connect), first);
    }

    /** [RING-49] */
    @Test
    public void equipmentThatIsRegisteredByIpv6IsNamedSo() {
        lamp.udp = LAMP_BY_SIX;
        lamp.register();
        long first = anna.dial();
        Message connect = connect(BOTH);
        assertSentElsewhere(AddressFamily.IPV6, connect, server.receive(first, connect), first);
    }

    /** [RING-49] */
    @Test
    public void noRingBeginsAndTheConnectionStays() {
        long first = dialBySix();
        server.receive(first, connect(BOTH));
        assertEquals(List.of(), server.core.stories());
        List<Action> later = server.pass(Duration.ofSeconds(45));
        assertEquals(List.of(), messages(later, first));
        assertEquals(List.of(), datagrams(later));
        assertFalse(closes(later, first));
    }

    /** [RING-49] */
    @Test
    public void onOneConnectionThatIsSaidOnceSoThatNobodyAsksForItInALoop() {
        long first = dialBySix();
        server.receive(first, connect(BOTH));
        Message connect = connect(BOTH);
        assertAnswered(first, connect.transaction(), server.receive(first, connect));
    }

    /** [RING-49] */
    @Test
    public void aLaterConnectOnThatConnectionUnderTheSameNonceIsTaken() {
        long first = dialBySix();
        Message before = connect(BOTH);
        server.receive(first, before);
        Message connect = again(before);
        List<Action> actions = server.receive(first, connect);
        assertEquals(List.of(), messages(actions, first));
        assertAnswered(first, connect.transaction(), actions);
    }

    /** [RING-49] */
    @Test
    public void aConnectUnderTheSameNonceByTheFamilyOfTheRegistrationIsTaken() {
        InetSocketAddress four = anna.observed;
        long first = dialBySix();
        Message before = connect(BOTH);
        server.receive(first, before);
        anna.observed = four;
        long second = anna.dial();
        Message connect = again(before);
        List<Action> actions = server.receive(second, connect);
        assertEquals(Optional.empty(), woken(actions));
        server.close(first);
        assertAnswered(second, connect.transaction(), actions);
    }

    /** The same ring, asked for once more without "both families". */
    private Message again(Message before) {
        return Message.of(MessageKind.CONNECT, TransactionId.random(server.random))
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.TARGET_ID, LAMP)
                .with(Attributes.CALLBACK_ADDRESS, anna.local)
                .with(Attributes.RING_NONCE, before.get(Attributes.RING_NONCE))
                .with(Attributes.SYSTEM_REQUESTED, RingSystem.CALL_BACK)
                .with(Attributes.BOX, anna.box)
                .with(Attributes.PATHS, Paths.PUNCH | Paths.RELAY)
                .build();
    }

    private void assertAnswered(long issuer, TransactionId connect, List<Action> asked) {
        int connectionId = lamp.decode(datagrams(asked).get(0).bytes()).get(Attributes.CONNECTION_ID);
        long second = server.connect(lamp.key, Appliance.TCP);
        Message answer = only(server.receive(second, lamp.bind(connectionId)), issuer);
        assertEquals(MessageKind.CONNECT_ANSWER, answer.kind());
        assertEquals(connect, answer.transaction());
        Message result = only(server.receive(second, lamp.report(connectionId, Outcome.REACHED)), issuer);
        assertEquals(Outcome.REACHED, result.get(Attributes.OUTCOME));
        assertEquals(1, server.core.stories().size());
    }

    /** [RING-49] */
    @Test
    public void anIssuerThatIsSentElsewherePushesNobodyOut() {
        server.configure(ServerFixture.settings(1, 1_024));
        Person ben = new Person(server);
        ben.accept(Person.invitation(server, lamp, new EquipmentId("ben")));
        long bens = ben.dial();
        server.receive(bens, ben.connect(LAMP, RingSystem.CALL_BACK));
        long first = dialBySix();
        Message connect = connect(BOTH);
        List<Action> actions = server.receive(first, connect);
        assertSentElsewhere(AddressFamily.IPV4, connect, actions, first);
        assertFalse(closes(actions, bens));
        assertTrue("it would have", closes(server.receive(first, again(connect)), bens));
    }

    /** [RING-49] */
    @Test
    public void howeverOftenAnIssuerIsSentElsewhereItTakesNoPlace() {
        for (int i = 0; i < 2 * RingLimits.MAX_PER_ISSUER; i++) {
            long first = dialBySix();
            Message connect = connect(BOTH);
            assertSentElsewhere(AddressFamily.IPV4, connect, server.receive(first, connect), first);
            server.close(first);
        }
        assertEquals(List.of(), server.core.stories());
    }

    /** [RING-49] [RING-1] */
    @Test
    public void whoMayNotAskIsNotToldTheFamily() {
        Person stranger = new Person(server);
        Appliance other = Appliance.registered(server, new EquipmentId("other-1"));
        stranger.accept(Person.invitation(server, other, new EquipmentId("ben")));
        stranger.observed = SIX;
        long first = stranger.dial();
        Message refused = only(server.receive(first, stranger.pathwise(LAMP, RingSystem.CALL_BACK, BOTH)), first);
        assertEquals(ErrorCodes.FORBIDDEN, (int) refused.get(Attributes.ERROR_CODE));
        assertEquals(Optional.empty(), refused.find(Attributes.ADDRESS_FAMILY));
    }

    /** [RING-49] */
    @Test
    public void anIssuerThatCameByTheFamilyOfTheRegistrationRings() {
        assertEquals(Optional.empty(), woken(server.receive(anna.dial(), connect(BOTH))));
    }

    /** [RING-49] */
    @Test
    public void withoutARowTheRingWaitsAsEver() {
        server.restart();
        long first = dialBySix();
        Message connect = Message.of(MessageKind.CONNECT, TransactionId.random(server.random))
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.TARGET_ID, LAMP)
                .with(Attributes.CALLBACK_ADDRESS, anna.local)
                .with(Attributes.RING_NONCE, RingNonce.random(server.random))
                .with(Attributes.SYSTEM_REQUESTED, RingSystem.CALL_BACK)
                .with(Attributes.BOX, anna.box)
                .with(Attributes.WAIT_TIME, 35)
                .with(Attributes.PATHS, BOTH)
                .build();
        assertEquals(
                MessageKind.WAITING, only(server.receive(first, connect), first).kind());
        List<Action> actions = lamp.register();
        assertEquals("the ring has begun", List.of(), messages(actions, first));
        Message wakeUp = lamp.decode(datagrams(actions).get(1).bytes());
        assertEquals(AddressFamily.IPV6, wakeUp.get(Attributes.ADDRESS_FAMILY));
    }

    // ---- the gateway is told by which family to bind

    /** [RING-50] */
    @Test
    public void theWakeUpNamesTheFamilyOfAnIssuerThatHasTheOtherAlone() {
        assertEquals(
                Optional.of(AddressFamily.IPV6),
                woken(server.receive(dialBySix(), connect(Paths.PUNCH | Paths.RELAY))));
    }

    /** [RING-50] */
    @Test
    public void theWakeUpNamesTheFamilyOfAnOlderIssuerToo() {
        lamp.udp = LAMP_BY_SIX;
        lamp.register();
        assertEquals(
                Optional.of(AddressFamily.IPV4),
                woken(server.receive(anna.dial(), anna.connect(LAMP, RingSystem.CALL_BACK))));
    }

    /** [RING-50] */
    @Test
    public void eachRepeatOfTheWakeUpNamesTheFamily() {
        server.receive(dialBySix(), connect(Paths.RELAY));
        for (int millis : new int[] {500, 500, 1_000}) {
            assertEquals(Optional.of(AddressFamily.IPV6), woken(server.pass(Duration.ofMillis(millis))));
        }
    }

    /** [RING-50] */
    @Test
    public void aRegistrationByTheIssuersFamilyMeanwhileNeedsNoFamilyAnyMore() {
        server.receive(dialBySix(), connect(Paths.RELAY));
        lamp.udp = LAMP_BY_SIX;
        List<Action> actions = lamp.register();
        Message wakeUp = lamp.decode(datagrams(actions).get(1).bytes());
        assertEquals(MessageKind.WAKE_UP, wakeUp.kind());
        assertEquals(Optional.empty(), wakeUp.find(Attributes.ADDRESS_FAMILY));
        assertEquals(Optional.empty(), woken(server.pass(Duration.ofMillis(500))));
    }

    /** [RING-50] */
    @Test
    public void theWakeUpOfAPolicyNamesNoFamily() {
        dialBySix();
        server.done.clear();
        server.revoke(anna.id);
        assertEquals(Optional.empty(), woken(server.done));
        assertEquals(Optional.empty(), woken(server.pass(Duration.ofMillis(500))));
    }
}
