package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.ANNA;
import static org.ringback.relay.core.ServerFixture.LAMP;
import static org.ringback.relay.core.ServerFixture.closes;
import static org.ringback.relay.core.ServerFixture.messages;
import static org.ringback.relay.core.ServerFixture.only;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.kernel.Action;
import org.ringback.spi.Ticket;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** What a gateway's owner took back is taken back at the server, and nothing else is. */
public class WithdrawTest {
    private static final EquipmentId LAMP_2 = new EquipmentId("lamp-2");
    private static final long NO_CODE = 0;

    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = Appliance.registered(server, LAMP);
    private final Person anna = new Person(server);

    private Ticket invited() {
        return Person.invitation(server, lamp, ANNA);
    }

    private static Message withdraw(Appliance by, EquipmentId named, long code, KeyFingerprint... keys) {
        Message.Builder request = Message.of(MessageKind.WITHDRAW, by.transaction())
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.USERNAME, named)
                .with(Attributes.CODE_ID, code);
        return (keys.length == 0 ? request : request.with(Attributes.REVOKED_KEYS, List.of(keys))).build();
    }

    private void withdrawn(Appliance by, long code, KeyFingerprint... keys) {
        long connection = server.connect(by.key, Appliance.TCP);
        Message answer = only(server.receive(connection, withdraw(by, by.id, code, keys)), connection);
        assertEquals(MessageKind.WITHDRAWN, answer.kind());
        assertEquals(code, (long) answer.get(Attributes.CODE_ID));
        server.close(connection);
    }

    /** 0 if the ring is taken; the code that refuses it else. */
    private int asking(Person person, EquipmentId target) {
        long connection = person.dial();
        int code =
                messages(server.receive(connection, person.connect(target, RingSystem.CALL_BACK)), connection).stream()
                        .findFirst()
                        .flatMap(answer -> answer.find(Attributes.ERROR_CODE))
                        .orElse(0);
        server.close(connection);
        return code;
    }

    @Test
    public void whoWasTakenBackMayAskNoLonger() {
        Ticket code = invited();
        anna.accept(code);
        assertEquals(0, asking(anna, LAMP));
        withdrawn(lamp, code.codeId());
        assertEquals(403, asking(anna, LAMP));
        server.restart();
        assertEquals(403, asking(anna, LAMP));
        assertEquals(
                1,
                server.enrolments().stream()
                        .filter(one -> one.id().equals(ANNA) && one.mayAsk().isEmpty())
                        .count());
    }

    @Test
    public void whatIsPendingEndsWithIt() {
        Ticket code = invited();
        anna.accept(code);
        long ringing = anna.dial();
        server.receive(ringing, anna.connect(LAMP, RingSystem.CALL_BACK));
        assertEquals(1, server.core.overview().pendingRings());
        long connection = server.connect(lamp.key, Appliance.TCP);
        List<Action> did = server.receive(connection, withdraw(lamp, LAMP, code.codeId()));
        assertEquals(0, server.core.overview().pendingRings());
        assertEquals(MessageKind.CONNECT_REFUSED, only(did, ringing).kind());
        assertTrue(closes(did, ringing));
        assertFalse("several may be taken back on one connection", closes(did, connection));
    }

    @Test
    public void anInvitationThatNobodyUsedIsDead() {
        Ticket code = invited();
        withdrawn(lamp, code.codeId());
        assertEquals(401, (int) anna.accept(code).get(Attributes.ERROR_CODE));
        server.restart();
        assertEquals(401, (int) anna.accept(code).get(Attributes.ERROR_CODE));
    }

    @Test
    public void itsUserDoesNotBringItBackByEnrollingAgain() {
        Ticket code = invited();
        anna.accept(code);
        withdrawn(lamp, code.codeId());
        assertEquals(401, (int) anna.accept(code).get(Attributes.ERROR_CODE));
        assertEquals(403, asking(anna, LAMP));
        assertEquals("and nobody is suspended for it", List.of(), server.suspended());
    }

    @Test
    public void ofTwoGrantsOfOneKeyTheOtherOneStands() {
        Ticket first = invited();
        Ticket second = invited();
        anna.accept(first);
        anna.accept(second);
        withdrawn(lamp, first.codeId());
        assertEquals(0, asking(anna, LAMP));
        server.restart();
        lamp.register();
        assertEquals(0, asking(anna, LAMP));
        withdrawn(lamp, second.codeId());
        assertEquals(403, asking(anna, LAMP));
    }

    @Test
    public void whatWasTakenBackLateDoesNotTakeANewerGrantWithIt() {
        Ticket old = invited();
        anna.accept(old);
        Ticket anew = invited();
        anna.accept(anew);
        server.pass(Duration.ofHours(25));
        lamp.lease();
        lamp.register();
        withdrawn(lamp, old.codeId(), anna.key);
        assertEquals("the old one's code has expired, its place in the permission has not", 0, asking(anna, LAMP));
        withdrawn(lamp, anew.codeId(), anna.key);
        assertEquals(403, asking(anna, LAMP));
    }

    @Test
    public void nothingIsTakenAtOtherEquipment() {
        Appliance other = Appliance.registered(server, LAMP_2);
        Ticket code = invited();
        Ticket open = invited();
        anna.accept(code);
        withdrawn(other, code.codeId(), anna.key);
        withdrawn(other, open.codeId());
        assertEquals(0, asking(anna, LAMP));
        assertEquals(MessageKind.ENROLLED, new Person(server).accept(open).kind());
        long connection = server.connect(other.key, Appliance.TCP);
        Message refused = only(server.receive(connection, withdraw(other, LAMP, code.codeId())), connection);
        assertEquals(MessageKind.WITHDRAW_REFUSED, refused.kind());
        assertEquals(ErrorCodes.FORBIDDEN, (int) refused.get(Attributes.ERROR_CODE));
        assertEquals(0, asking(anna, LAMP));
    }

    @Test
    public void anOperatorsCodeIsNoGatewaysToTake() {
        Ticket operators = server.enrol(LAMP_2, Role.ACCEPTOR);
        withdrawn(lamp, operators.codeId());
        new Appliance(server, LAMP_2).join(operators);
    }

    @Test
    public void anUnknownInvitationIsAnsweredAlike() {
        withdrawn(lamp, 4_711);
        withdrawn(lamp, NO_CODE, server.newKey());
        assertEquals(2, server.count("withdraw.done"));
        assertEquals(0, server.count("withdraw.permission-ended"));
    }

    @Test
    public void anIssuerTakesNothingBack() {
        Ticket code = invited();
        anna.accept(code);
        long connection = anna.dial();
        Message refused = only(
                server.receive(
                        connection,
                        Message.of(MessageKind.WITHDRAW, lamp.transaction())
                                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                                .with(Attributes.USERNAME, ANNA)
                                .with(Attributes.CODE_ID, code.codeId())
                                .build()),
                connection);
        assertEquals(ErrorCodes.FORBIDDEN, (int) refused.get(Attributes.ERROR_CODE));
    }

    /** As a server wrote it that kept no codes. */
    private void olderRecord() {
        server.disk.get(RelayTables.PAIRS).put("anna/lamp-1", new byte[0]);
        server.restart();
        lamp.register();
    }

    @Test
    public void aPermissionOfBeforeCodesWereKeptGoesByItsKeyAlone() {
        Ticket code = invited();
        anna.accept(code);
        olderRecord();
        withdrawn(lamp, code.codeId());
        assertEquals("another old grant may have given it too", 0, asking(anna, LAMP));
        withdrawn(lamp, code.codeId(), anna.key);
        assertEquals(403, asking(anna, LAMP));
    }

    @Test
    public void anOldPermissionThatGoesByItsKeyLeavesWhatAKnownCodeGave() {
        anna.accept(invited());
        olderRecord();
        Ticket anew = invited();
        anna.accept(anew);
        withdrawn(lamp, NO_CODE, anna.key);
        server.restart();
        lamp.register();
        assertEquals(0, asking(anna, LAMP));
        withdrawn(lamp, anew.codeId());
        assertEquals(403, asking(anna, LAMP));
    }

    @Test
    public void itIsOnDiskBeforeItIsAnsweredAndAskedAgainItIsWritten() {
        Ticket code = invited();
        anna.accept(code);
        server.diskBroken = true;
        long connection = server.connect(lamp.key, Appliance.TCP);
        List<Action> did = server.receive(connection, withdraw(lamp, LAMP, code.codeId()));
        assertEquals(List.of(), messages(did, connection));
        assertTrue(closes(did, connection));
        server.diskBroken = false;
        withdrawn(lamp, code.codeId());
        server.restart();
        assertEquals(403, asking(anna, LAMP));
        assertEquals(401, (int) anna.accept(code).get(Attributes.ERROR_CODE));
    }

    private Message invite() {
        long connection = server.connect(lamp.key, Appliance.TCP);
        return only(
                server.receive(
                        connection,
                        Message.of(MessageKind.INVITE, lamp.transaction())
                                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                                .with(Attributes.USERNAME, LAMP)
                                .with(Attributes.NAME, ANNA)
                                .build()),
                connection);
    }

    @Test
    public void aPlaceComesBackWithWhatIsTakenBackAndTheRefusalSaysWhenTheNextOneDoes() {
        Ticket first = invited();
        server.pass(Duration.ofHours(2));
        for (int i = 1; i < Codes.MAX_PER_EQUIPMENT; i++) {
            invited();
        }
        Message refused = invite();
        assertEquals(ErrorCodes.QUOTA, (int) refused.get(Attributes.ERROR_CODE));
        assertEquals(Duration.ofHours(22).toSeconds(), (int) refused.get(Attributes.RETRY_AFTER));
        withdrawn(lamp, first.codeId());
        assertEquals(MessageKind.INVITED, invite().kind());
        assertEquals(Duration.ofHours(24).toSeconds(), (int) invite().get(Attributes.RETRY_AFTER));
    }

    @Test
    public void ofVeryManyInvitationsOfOnePersonTheOldestAreRememberedWithoutTheirCodes() {
        Pair pair = new Pair(ANNA, LAMP);
        for (long code = 1; code <= Pair.MAX_CODES + 1; code++) {
            pair = pair.with(code);
        }
        assertEquals(Pair.MAX_CODES, pair.codes().size());
        assertFalse(pair.codes().contains(1L));
        assertTrue(pair.older());
        for (long code = 1; code <= Pair.MAX_CODES + 1; code++) {
            pair = pair.without(code);
        }
        assertTrue("whoever holds the forgotten one still may ask", pair.stands());
        assertFalse(pair.withoutOlder().stands());
    }

    // --- a permission that ended because two devices used one invitation ---

    private Ticket stolen() {
        anna.accept(Person.invitation(server, Appliance.registered(server, LAMP_2), ANNA));
        Ticket copied = invited();
        anna.accept(copied);
        assertEquals(401, (int) new Person(server).accept(copied).get(Attributes.ERROR_CODE));
        assertEquals(403, asking(anna, LAMP));
        return copied;
    }

    @Test
    public void aPermissionThatEndedBecauseItsStringWasUsedTwiceIsShownUntilANewGrantIsUsed() {
        stolen();
        server.restart();
        lamp.register();
        assertEquals(List.of(Map.entry(ANNA, LAMP)), server.core.overview().lostPermissions());
        anna.accept(invited());
        assertEquals(List.of(), server.core.overview().lostPermissions());
        assertEquals(0, asking(anna, LAMP));
        server.restart();
        assertEquals(List.of(), server.core.overview().lostPermissions());
    }

    @Test
    public void itIsShownNoLongerOnceItsGrantIsTakenBackOrItsIssuerIsGone() {
        Ticket copied = stolen();
        withdrawn(lamp, copied.codeId());
        assertEquals(List.of(), server.core.overview().lostPermissions());
        Ticket again = invited();
        anna.accept(again);
        new Person(server).accept(again);
        assertEquals(1, server.core.overview().lostPermissions().size());
        server.revoke(ANNA);
        assertEquals(List.of(), server.core.overview().lostPermissions());
        server.restart();
        assertEquals(List.of(), server.core.overview().lostPermissions());
        assertEquals(Set.of(), server.disk.get(RelayTables.LOST).keySet());
    }

    @Test
    public void aStringThatWasUsedTwiceEndsOnlyWhatItGave() {
        anna.accept(invited());
        Ticket copied = invited();
        anna.accept(copied);
        new Person(server).accept(copied);
        assertEquals(0, asking(anna, LAMP));
        assertEquals(List.of(), server.core.overview().lostPermissions());
    }
}
