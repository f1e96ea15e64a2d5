package org.ringback.conformance;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.Before;
import org.junit.Test;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingSystem;
import org.ringback.conformance.fixture.Ringing;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.ScriptedAcceptor;
import org.ringback.conformance.fixture.ScriptedLink;
import org.ringback.conformance.fixture.ServerScene;
import org.ringback.conformance.fixture.ServerScene.Asked;
import org.ringback.conformance.fixture.Way;
import org.ringback.conformance.fixture.WayTest;
import org.ringback.kit.Seen;
import org.ringback.spi.BoxContent;
import org.ringback.spi.ProtectionException;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** Both requests travel encrypted, each under a common key of its own; all but the order of what makes the keys. */
@Row({4, 19})
public class ServerCertifiedRowTest extends WayTest {
    private static final String PASSWORD = "correct horse";

    private ServerScene scene;
    private ScriptedAcceptor lamp;

    @Parameters(name = "{0}")
    public static List<Way> ways() {
        return Way.all();
    }

    @Before
    public void start() {
        scene = ServerScene.on(stage, way);
        lamp = scene.lamp();
    }

    private Ringing ring() {
        return scene.ring(RingSystem.CERTIFIED).withPassword(PASSWORD);
    }

    @Test
    public void theEncryptedFirstRequestComesOutAsTheEncryptedSecondRequestWithTheSameBox() {
        Asked asked = scene.ask(ring());
        Message wakeUp = lamp.expectWakeUp();
        ScriptedLink second = lamp.bind(wakeUp);
        Message request = second.expect(MessageKind.SECOND_REQUEST);
        assertArrayEquals(asked.connect().get(Attributes.BOX), request.get(Attributes.BOX));
        assertEquals(asked.first().local(), request.get(Attributes.XOR_PEER_ADDRESS));
        BoxContent opened = lamp.open(ServerScene.LAMP, request).orElseThrow();
        assertEquals(RingSystem.CERTIFIED, opened.system());
        assertTrue(opened.passwordProof().isPresent());
        ServerScene.reach(asked, second, wakeUp);
        assertEquals(RingSystem.CERTIFIED, scene.server().stories().get(0).system());
        assertEquals(way.protectionName(), scene.server().stories().get(0).protection());
        lamp.expectSilence();
        scene.oven().expectSilence();
    }

    @Test
    public void nothingOfARequestIsSeenOnTheWire() {
        Asked asked = scene.ask(ring());
        Message wakeUp = lamp.expectWakeUp();
        ScriptedLink second = lamp.takes(wakeUp);
        ServerScene.reach(asked, second, wakeUp);
        for (int connection : List.of(asked.first().connection(), second.connection())) {
            for (Seen unit : stage.capture().on(connection)) {
                assertFalse(unit.toString(), contains(unit, asked.connect().get(Attributes.BOX)));
                assertFalse(unit.toString(), contains(unit, asked.ring().nonce().bytes()));
                assertFalse(unit.toString(), contains(unit, "lamp-1".getBytes(StandardCharsets.US_ASCII)));
            }
        }
    }

    private static boolean contains(Seen unit, byte[] part) {
        return new String(unit.bytes(), StandardCharsets.ISO_8859_1)
                .contains(new String(part, StandardCharsets.ISO_8859_1));
    }

    @Test
    public void aRecordUnderTheFirstCommonKeyDoesNotOpenUnderTheSecond() {
        Asked asked = scene.ask(ring());
        Message wakeUp = lamp.expectWakeUp();
        ScriptedLink second = lamp.dial();
        int connection = asked.first().connection();
        int agreed = stage.capture().records(connection, "server").size();
        second.send(lamp.bindMessage(wakeUp.get(Attributes.CONNECTION_ID)));
        stage.capture()
                .await(
                        "the Connect Answer",
                        unit -> stage.capture().records(connection, "server").size() > agreed);
        Seen record = stage.capture().records(connection, "server").get(agreed);
        assertThrows(
                ProtectionException.class, () -> second.session().receive(ByteBuffer.wrap(record.bytes()), second));
        asked.first().expect(MessageKind.CONNECT_ANSWER);
    }

    @Test
    public void aRequestEncryptedUnderAnotherConnectionsKeyEndsTheConnection() {
        ScriptedLink one = scene.issuer().firstConnection();
        ScriptedLink other = lamp.dial();
        other.tamper(record -> {
            one.sendRaw(record);
            return new byte[0];
        });
        other.send(scene.issuer().connect(ring(), one));
        one.expectEnd();
        lamp.expectSilence();
        assertEquals(List.of(), stage.capture().all(MessageKind.WAKE_UP));
    }

    @Test
    public void afterARestartTheServerHasTheSameAuthorityAndTheSameRingGoesThrough() {
        KeyFingerprint authority = scene.server().control().status().authority();
        scene.server().restart();
        assertEquals(authority, scene.server().control().status().authority());
        lamp.refresh();
        Asked asked = scene.ask(ring());
        Message wakeUp = lamp.expectWakeUp();
        ScriptedLink second = lamp.bind(wakeUp);
        assertArrayEquals(
                asked.connect().get(Attributes.BOX),
                second.expect(MessageKind.SECOND_REQUEST).get(Attributes.BOX));
        ServerScene.reach(asked, second, wakeUp);
    }
}
