package org.ringback.issuer.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;
import static org.ringback.issuer.core.CoreRig.LAMP;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.kernel.Action;
import org.ringback.kernel.EquipmentNames;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;
import org.ringback.kernel.ServerRoute;
import org.ringback.spi.CloseReason;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** Limits, and what commands and the server's answers to an enrolment come to at the edge. */
public class IssuerLimitsTest {
    private static final Set<RingSystem> CALL_BACK = Set.of(RingSystem.CALL_BACK);

    private final CoreRig rig = new CoreRig();

    @Test
    public void ofMoreServersThanGrantsTheFirstIsForgotten() {
        KnownServers servers = new KnownServers();
        ServerRoute first = servers.route(List.of("server-0:3478"));
        for (int number = 1; number < IssuerRecords.MAX_GRANTS; number++) {
            servers.route(List.of("server-" + number + ":3478"));
        }
        assertSame("all are remembered", first, servers.route(List.of("server-0:3478")));
        servers.route(List.of("one-more:3478"));
        assertNotSame("the first is asked for anew", first, servers.route(List.of("server-0:3478")));
    }

    @Test
    public void passwordsOfOneAndOf1024BytesAreTaken() {
        rig.granted(RingSystem.PASSWORD);
        rig.feed(new IssuerEvent.SetPassword(new Request<>(31), LAMP, Secret.copyOf("x".getBytes(UTF_8))));
        rig.feed(new IssuerEvent.SetPassword(
                new Request<>(32), LAMP, Secret.copyOf("x".repeat(1024).getBytes(UTF_8))));
        assertEquals(2, rig.all(IssuerAction.HashPassword.class).size());
        assertEquals(List.of(), rig.all(Action.Refused.class));
    }

    @Test
    public void aPasswordForAnIdentityThatIsNoLongerTheGrantsIsNotKept() {
        rig.granted(RingSystem.PASSWORD);
        rig.feed(new IssuerEvent.PasswordHashed(
                new Request<>(31), LAMP, new KeptPassword(CoreRig.CA, Secret.copyOf(new byte[32]), Optional.empty())));
        assertEquals("password: the grant for lamp-1 changed meanwhile (expected: set it again)", rig.failure(31));
        assertFalse(rig.granted().get(0).passwordStored());
    }

    @Test
    public void the1025thGrantIsRefusedButAKnownOneMayBeTakenAgain() {
        rig.granted(RingSystem.CALL_BACK);
        Map<String, byte[]> table = rig.disk.get(IssuerRecords.GRANTS);
        byte[] grant = table.get(LAMP.value());
        Map<String, byte[]> others = new TreeMap<>();
        for (int i = 0; i < IssuerRecords.MAX_GRANTS - 1; i++) {
            others.put("other-" + i, of("other-" + i, grant));
        }
        rig.disk.put(IssuerRecords.GRANTS, others);
        rig.restarted(IssuerSettings.DEFAULT);
        rig.granted(RingSystem.CALL_BACK);
        assertEquals(IssuerRecords.MAX_GRANTS, rig.granted().size());

        rig.granted(RingSystem.CALL_BACK);
        others.remove(LAMP.value());
        others.put("other-more", of("other-more", grant));
        rig.restarted(IssuerSettings.DEFAULT);
        long request = rig.acceptGrant(rig.grant(CALL_BACK));
        assertEquals("grants: 1024 are kept already (expected: at most that many)", rig.failure(request));
        assertEquals(List.of(), rig.all(Action.Resolve.class));
    }

    /** The same grant, but for other equipment. */
    private static byte[] of(String id, byte[] grant) {
        GrantRecord lamp = GrantRecord.read(LAMP.value(), grant);
        return new GrantRecord(
                        EquipmentNames.plain(new EquipmentId(id)),
                        lamp.self(),
                        lamp.route(),
                        lamp.identity(),
                        lamp.sealing(),
                        lamp.id(),
                        lamp.secret(),
                        lamp.systems(),
                        lamp.since(),
                        lamp.made(),
                        lamp.terms())
                .toBytes();
    }

    @Test
    public void commandsAndResultsDoNotPrintTheirSecrets() {
        assertEquals(
                "AcceptGrant[Request[number=7]]",
                new IssuerEvent.AcceptGrant(new Request<>(7), "secret", false).toString());
        assertEquals("Join[Request[number=8]]", new IssuerEvent.Join(new Request<>(8), "secret").toString());
        assertEquals("Completed[Request[number=9]]", new Action.Completed<>(new Request<>(9), "secret").toString());
    }

    private long asked() {
        long request = rig.acceptGrant(rig.grant(CALL_BACK));
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        return request;
    }

    @Test
    public void aMalformedAnswerEndsTheEnrolment() {
        long request = asked();
        rig.feed(new Event.Malformed(rig.dialled(), Optional.empty(), "USERNAME: missing"));
        assertEquals(
                "grant for lamp-1 not taken: the server sent something malformed: USERNAME: missing",
                rig.failure(request));
        assertEquals(Map.of(IssuerMetric.SERVER_MALFORMED.id(), 1L), rig.core.counters());
        assertEquals(List.of(new Action.Close(rig.dialled())), rig.all(Action.Close.class));
        assertEquals(0, rig.core.pending());
    }

    @Test
    public void aServerThatEnrolsForOtherProtectionsIsNotTaken() {
        long request = asked();
        rig.fromServer(
                Message.of(MessageKind.ENROLLED, rig.lastSent(MessageKind.ENROL).transaction())
                        .with(Attributes.USERNAME, CoreRig.ANNA)
                        .with(Attributes.PROTECTIONS, List.of())
                        .with(Attributes.SERVER_TIME, CoreRig.START.getEpochSecond())
                        .build());
        assertTrue(
                rig.failure(request),
                rig.failure(request).endsWith("the server enrolled this issuer for other protections than " + "tls13"));
        assertEquals(List.of(), rig.granted());
        assertEquals(0, rig.core.pending());
    }

    @Test
    public void aConnectionThatIsGoneIsNotClosedAgain() {
        long request = asked();
        rig.closed(rig.dialled(), CloseReason.Kind.CLOSED_THERE, "closed");
        assertTrue(rig.failure(request), rig.failure(request).contains("connection to the server was lost"));
        assertEquals("nobody is asked twice", 1, rig.all(Action.Dial.class).size());
        assertEquals(List.of(), rig.all(Action.Close.class));
    }

    @Test
    public void aCodeWithoutWordsOfItsOwnIsToldByItsMeaning() {
        long request = rig.join(CoreRig.STRINGS.print(rig.ticket(Role.ISSUER)));
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        rig.enrolRefused(ErrorCodes.NO_ANSWER);
        String meaning = ErrorCodes.find(ErrorCodes.NO_ANSWER).orElseThrow().meaning();
        assertEquals("anna not enrolled: the server refuses: " + meaning + " (447)", rig.failure(request));
    }
}
