package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.LAMP;
import static org.ringback.relay.core.ServerFixture.only;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.Secret;
import org.ringback.kernel.Action;
import org.ringback.kernel.Request;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** Keys that live twice, and stores that went back, are told; nothing else is, and nothing is refused for it. */
public class CopiesTest {
    private static final EquipmentId LAMP_2 = new EquipmentId("lamp-2");
    private static final int ANOTHER_INSTANCE = 1;
    private static final int STORE_WENT_BACK = 2;
    private static final byte[] X = instance(1);
    private static final byte[] Y = instance(2);
    private static final byte[] Z = instance(3);

    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = Appliance.registered(server, LAMP);

    private static byte[] instance(int number) {
        byte[] bytes = new byte[16];
        bytes[15] = (byte) number;
        bytes[0] = (byte) (number >> Byte.SIZE);
        return bytes;
    }

    private Message request(Appliance by, byte[] instance) {
        return Message.of(MessageKind.LEASE, by.transaction())
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.USERNAME, by.id)
                .with(Attributes.INSTANCE_ID, instance)
                .build();
    }

    /** Takes a lease; what ALARMS says, 0 if it is not there. */
    private int lease(Message request) {
        long connection = server.connect(lamp.key, Appliance.TCP);
        Message leased = only(server.receive(connection, request), connection);
        assertEquals(MessageKind.LEASED, leased.kind());
        lamp.leaseKey = Secret.copyOf(leased.get(Attributes.REGISTRATION_KEY));
        server.close(connection);
        return leased.find(Attributes.ALARMS).orElse(0);
    }

    private int lease(byte[] instance) {
        return lease(request(lamp, instance));
    }

    private int lease(byte[] instance, long commit) {
        return lease(request(instance, commit));
    }

    private Message request(byte[] instance, long commit) {
        return Message.of(MessageKind.LEASE, lamp.transaction())
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.USERNAME, LAMP)
                .with(Attributes.INSTANCE_ID, instance)
                .with(Attributes.STORE_COMMIT, commit)
                .build();
    }

    private List<String> alarms() {
        return server.done.stream()
                .filter(RelayAction.Alarm.class::isInstance)
                .map(action -> ((RelayAction.Alarm) action).message())
                .toList();
    }

    private void clearAlarm(EquipmentId id) {
        assertTrue(server.handle(new RelayEvent.ClearAlarm(new Request<>(7), id))
                .contains(new Action.Completed<>(new Request<>(7), id)));
    }

    // --- X, Y, X ---

    @Test
    public void anInstanceThatComesBackAfterAnotherTookOverIsToldOnceToAll() {
        assertEquals(0, lease(X));
        assertEquals(0, lease(Y));
        assertEquals(List.of(), server.core.overview().copies());
        assertEquals(ANOTHER_INSTANCE, lease(X));
        assertEquals("the other one hears too", ANOTHER_INSTANCE, lease(Y));
        for (int i = 0; i < 50; i++) {
            lease(X);
            lease(Y);
        }
        assertEquals(
                List.of("lamp-1: two running gateways use its keys in turn, so somebody has a copy of its home or its"
                        + " backup (expected: one; revoke lamp-1 and join it anew, which makes new keys; or, if the copy"
                        + " was yours and is off for good, clear-alarm lamp-1)"),
                server.core.overview().copies());
        assertEquals(server.core.overview().copies(), alarms());
        assertEquals("nothing is refused", 0, server.count("refused.403"));
    }

    /** [LEASE-11] Each Registered says the same while there is an alarm. */
    @Test
    public void eachRegistrationIsToldOfItUntilItIsAcknowledged() {
        lease(X);
        lamp.takeNonce();
        assertEquals(Optional.empty(), registered());
        lease(Y);
        lease(X);
        lamp.takeNonce();
        assertEquals(Optional.of(ANOTHER_INSTANCE), registered());
        assertEquals(Optional.of(ANOTHER_INSTANCE), registered());
        clearAlarm(LAMP);
        assertEquals(Optional.empty(), registered());
    }

    /** What the answer to the next registration says of alarms. */
    private Optional<Integer> registered() {
        return lamp.decode(ServerFixture.datagrams(lamp.refresh()).get(0).bytes())
                .find(Attributes.ALARMS);
    }

    @Test
    public void itIsToldAgainEveryDayUntilItIsAcknowledged() {
        lease(X);
        lease(Y);
        lease(X);
        server.pass(Duration.ofHours(23));
        lease(Y);
        assertEquals(1, alarms().size());
        server.pass(Duration.ofHours(2));
        lease(X);
        assertEquals(2, alarms().size());
        clearAlarm(LAMP);
        assertEquals(List.of(), server.core.overview().copies());
        server.pass(Duration.ofHours(25));
        assertEquals("the newest one renews", 0, lease(X));
        assertEquals(2, alarms().size());
        assertEquals("both live on: it is true again", ANOTHER_INSTANCE, lease(Y));
        assertEquals(3, alarms().size());
    }

    @Test
    public void anotherPairOfInstancesIsToldForItself() {
        lease(X);
        lease(Y);
        lease(X);
        lease(Z);
        assertEquals(1, alarms().size());
        lease(X);
        assertEquals(2, alarms().size());
        lease(Z);
        assertEquals(2, alarms().size());
    }

    @Test
    public void whatIsKnownSurvivesARestartOfTheServer() {
        lease(X);
        lease(Y);
        server.restart();
        assertEquals(ANOTHER_INSTANCE, lease(X));
        assertEquals(1, alarms().size());
        server.restart();
        assertEquals(1, server.core.overview().copies().size());
        assertEquals(ANOTHER_INSTANCE, lease(Y));
        assertEquals("not again within a day", List.of(), alarms());
        clearAlarm(LAMP);
        server.restart();
        assertEquals(List.of(), server.core.overview().copies());
    }

    @Test
    public void newKeysBeginAnew() {
        lease(X);
        lease(Y);
        lease(X);
        server.revoke(LAMP);
        assertEquals(List.of(), server.core.overview().copies());
        server.restart();
        assertEquals(List.of(), server.core.overview().copies());
    }

    @Test
    public void anAlarmThatIsNotThereIsNotCleared() {
        lease(X);
        assertEquals(
                List.of(new Action.Refused(
                        new Request<>(8), "lamp-1: no alarm (expected: equipment that status warns of)")),
                server.handle(new RelayEvent.ClearAlarm(new Request<>(8), LAMP)));
        assertEquals(
                1,
                server.handle(new RelayEvent.ClearAlarm(new Request<>(9), LAMP_2))
                        .size());
    }

    @Test
    public void anAlarmThatTheDiskRefusedToForgetIsForgottenWhenItIsClearedAgain() {
        lease(X);
        lease(Y);
        lease(X);
        server.diskBroken = true;
        assertTrue(server.handle(new RelayEvent.ClearAlarm(new Request<>(7), LAMP)).stream()
                .anyMatch(Action.Refused.class::isInstance));
        server.diskBroken = false;
        server.pass(Duration.ofMinutes(1));
        server.restart();
        assertEquals(List.of(), server.core.overview().copies());
    }

    // --- what is no copy ---

    @Test
    public void twoHundredCrashesRingNone() {
        for (int start = 1; start <= 200; start++) {
            assertEquals(0, lease(instance(start)));
            assertEquals("it renews", 0, lease(instance(start)));
        }
        assertEquals(List.of(), alarms());
        assertEquals(List.of(), server.core.overview().copies());
    }

    @Test
    public void twoHundredRebindingsAndALineThatAlternatesRingNone() {
        lease(X);
        InetSocketAddress first = lamp.udp;
        InetSocketAddress second = ServerFixture.address("203.0.113.77", 40_404);
        for (int i = 0; i < 200; i++) {
            lamp.udp = ServerFixture.address("198.51.100.7", 20_000 + i);
            lamp.takeNonce();
            lamp.udp = i % 2 == 0 ? first : second;
            lamp.takeNonce();
            if (i % 20 == 0) {
                lease(X);
            }
        }
        assertEquals(List.of(), alarms());
    }

    @Test
    public void whoSwapsTheAddressesOfDatagramsOnThePathRingsNone() {
        lease(X);
        lamp.takeNonce();
        InetSocketAddress elsewhere = ServerFixture.address("203.0.113.66", 6_666);
        for (int i = 0; i < 200; i++) {
            lamp.sequence++;
            byte[] refresh = lamp.registration(180);
            server.datagram(refresh, i % 2 == 0 ? elsewhere : lamp.udp);
            server.datagram(refresh, i % 2 == 0 ? lamp.udp : elsewhere);
        }
        assertEquals(0, lease(X));
        assertEquals(List.of(), alarms());
    }

    @Test
    public void aLeaseThatWasUnderWayWhenItsGatewayWasKilledRingsNone() {
        lease(X);
        long underWay = server.connect(lamp.key, Appliance.TCP);
        lease(Y);
        Message late = only(server.receive(underWay, request(lamp, X)), underWay);
        assertEquals(MessageKind.LEASED, late.kind());
        assertEquals(List.of(), alarms());
        lease(Y);
        assertEquals("and the one that lives is not taken for a copy", List.of(), alarms());
        lease(X);
        assertEquals("a new connection of the old one is", 1, alarms().size());
    }

    @Test
    public void anOlderGatewayThatNamesNoInstanceRingsNone() {
        lease(X);
        lamp.lease();
        lease(Y);
        lamp.lease();
        assertEquals(List.of(), alarms());
    }

    @Test
    public void otherEquipmentOfTheSameGatewayIsNobodysCopy() {
        Appliance other = Appliance.registered(server, LAMP_2);
        for (byte[] instance : List.of(X, Y)) {
            lease(instance);
            long connection = server.connect(other.key, Appliance.TCP);
            server.receive(connection, request(other, instance));
            server.close(connection);
        }
        assertEquals(List.of(), alarms());
    }

    @Test
    public void onlyTheLastFourInstancesAreRemembered() {
        for (int start = 1; start <= 5; start++) {
            lease(instance(start));
        }
        assertEquals(0, lease(instance(1)));
        assertEquals(ANOTHER_INSTANCE, lease(instance(3)));
    }

    @Test
    public void aLivingCopyLosesItsKeyToTheOtherAndSoComesBack() {
        lease(X);
        Secret xs = lamp.leaseKey;
        lamp.takeNonce();
        lease(Y);
        lamp.takeNonce();
        lamp.leaseKey = xs;
        lamp.takeNonce();
        Message answer =
                lamp.decode(ServerFixture.datagrams(lamp.refresh()).get(0).bytes());
        assertEquals(MessageKind.CHALLENGE, answer.kind());
        assertEquals(ErrorCodes.UNAUTHENTICATED, (int) answer.get(Attributes.ERROR_CODE));
        assertEquals(ANOTHER_INSTANCE, lease(X));
    }

    // --- the store ---

    @Test
    public void whatWasUnderWayWhenTheStoreWentOnRingsNone() {
        lease(X, 100);
        long underWay = server.connect(lamp.key, Appliance.TCP);
        lease(X, 105);
        Message late = only(server.receive(underWay, request(X, 101)), underWay);
        assertEquals(MessageKind.LEASED, late.kind());
        assertEquals(List.of(), alarms());
        assertEquals("what a newer one says counts", STORE_WENT_BACK, lease(X, 104));
    }

    @Test
    public void aStoreThatWentBackIsToldOnceAndNothingIsRefused() {
        assertEquals(0, lease(X, 100));
        assertEquals(0, lease(X, 100));
        assertEquals(0, lease(Y, 105));
        assertEquals(STORE_WENT_BACK, lease(Z, 98));
        assertEquals(
                List.of("lamp-1: its gateway's store went back by 7 writes, as an older copy of it does (expected: if"
                        + " nobody restored a backup, revoke lamp-1 and join it anew, which makes new keys; else"
                        + " clear-alarm lamp-1)"),
                server.core.overview().copies());
        assertEquals("it stands until it is acknowledged", STORE_WENT_BACK, lease(Z, 200));
        assertEquals(1, alarms().size());
        clearAlarm(LAMP);
        assertEquals(0, lease(Z, 201));
    }

    @Test
    public void howFarTheStoreWasSurvivesARestartOfTheServer() {
        lease(X, 100);
        server.restart();
        assertEquals(STORE_WENT_BACK, lease(Y, 99));
        server.restart();
        assertEquals(STORE_WENT_BACK, lease(Y, 101));
        assertEquals(1, server.core.overview().copies().size());
    }

    @Test
    public void aRestoredBackupThatTheOperatorKnowsOfCountsOnFromThere() {
        lease(X, 100);
        lease(Y, 50);
        clearAlarm(LAMP);
        assertEquals(0, lease(Y, 51));
        assertEquals(0, lease(Y, 60));
        assertEquals(STORE_WENT_BACK, lease(Z, 59));
    }

    @Test
    public void aCopyWithAnOlderStoreIsBoth() {
        lease(X, 100);
        lease(Y, 40);
        assertEquals(ANOTHER_INSTANCE | STORE_WENT_BACK, lease(X, 101));
        assertEquals(2, server.core.overview().copies().size());
        assertEquals(2, alarms().size());
        assertThrows(AssertionError.class, () -> clearAlarm(LAMP_2));
    }
}
