package org.ringback.conformance;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.Before;
import org.junit.Test;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.control.Ring;
import org.ringback.conformance.fixture.BadCredentials;
import org.ringback.conformance.fixture.IssuerScene;
import org.ringback.conformance.fixture.IssuerScene.Asked;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.ScriptedDevice;
import org.ringback.conformance.fixture.ScriptedLink;
import org.ringback.conformance.fixture.ScriptedServer;
import org.ringback.conformance.fixture.Way;
import org.ringback.conformance.fixture.WayTest;
import org.ringback.kit.Patience;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/**
 * The first TCP connection step by step: the certificate, only then the first key generation information, the second, and
 * the first connection request under the key of both.
 */
@Row({7, 22})
public class IssuerCertificateRowTest extends WayTest {
    private static final int INSIDE_THE_SECOND = 60;
    private static final int INFORMATION = 48;
    private static final int INSIDE_THE_LEAF = 200;
    private static final int TYPE_OF_THE_FOURTH = 0x1A;
    private static final int LAST_BYTE_OF_THE_TYPE = 21;

    private IssuerScene scene;
    private ScriptedServer server;
    private BadCredentials credentials;

    @Parameters(name = "{0}")
    public static List<Way> ways() {
        return Way.on(ProtectionId.CERTIFICATE_FIRST);
    }

    @Before
    public void start() {
        server = stage.serverForIssuer(way);
        credentials = new BadCredentials(way.family().host());
        server.pin(credentials.pins(server.pins()));
        scene = IssuerScene.on(stage, server, way, RingSystem.CERTIFIED);
    }

    private Message seen(ScriptedLink link, MessageKind kind) {
        return stage.capture().message(link.connection(), kind);
    }

    /** Only FIN or RST came behind the last that was sent, and the ring ends without an answer. */
    private void nothingButTheEnd(Ring ring, ScriptedLink link, int sentBefore) {
        link.expectNothingButTheEnd();
        assertEquals(
                sentBefore, stage.capture().sent(link.connection(), "issuer").size());
        assertFalse(Patience.get(ring.answer()).answered());
    }

    /** Rings, and makes the handshake with what the server sends changed; so many messages came from the issuer. */
    private void handshakeFails(UnaryOperator<byte[]> tamper, int sentBefore) {
        Ring ring = scene.ring();
        ScriptedLink link = server.acceptRaw().tamper(tamper);
        link.tryProtect(server.session());
        nothingButTheEnd(ring, link, sentBefore);
    }

    @Test
    public void theStepsComeInTheirOrder() {
        Asked asked = scene.ask();
        assertEquals(
                List.of(
                        "CONNECT",
                        MessageKind.CERTIFICATE_REQUEST.title(),
                        MessageKind.CERTIFICATE.title(),
                        MessageKind.FIRST_INFORMATION.title(),
                        MessageKind.SECOND_INFORMATION.title(),
                        "protected record",
                        "protected record"),
                stage.capture().names(asked.first().connection()));
        assertEquals(
                Role.ISSUER,
                seen(asked.first(), MessageKind.CERTIFICATE_REQUEST).get(Attributes.ROLE));
        assertEquals(scene.anna(), asked.first().peerKey());
    }

    @Test
    public void theStoryTellsOfTheFirstAndTheSecondInformationAndTheKey() {
        scene.answer(scene.passedOn());
        RingStory story = scene.issuer().stories().get(0);
        assertEquals("certificate-first", story.protection());
        List<String> wanted = List.of(
                "certificate requested",
                "server's certificate valid",
                "first key generation information sent",
                "second key generation information received",
                "first common key derived",
                "first connection request sent",
                "communication request accepted");
        assertEquals(
                wanted,
                story.steps().stream()
                        .map(RingStory.Step::name)
                        .filter(wanted::contains)
                        .toList());
    }

    @Test
    public void everyRingHasAFirstInformationOfItsOwn() {
        Message one = seen(scene.ask().first(), MessageKind.FIRST_INFORMATION);
        Message other = seen(scene.ask().first(), MessageKind.FIRST_INFORMATION);
        assertFalse(Arrays.equals(
                one.get(Attributes.FIRST_KEY_GENERATION_INFORMATION),
                other.get(Attributes.FIRST_KEY_GENERATION_INFORMATION)));
    }

    @Test
    public void aCertificateThatIsCutIsNone() {
        Ring ring = scene.ring();
        ScriptedLink link = server.acceptRaw();
        Message request = link.expectClear(MessageKind.CERTIFICATE_REQUEST);
        byte[] certificate = link.encoded(Message.of(MessageKind.CERTIFICATE, request.transaction())
                .with(Attributes.CERTIFICATES, new byte[0])
                .build());
        link.sendRaw(Arrays.copyOf(certificate, certificate.length - 1)).finish();
        nothingButTheEnd(ring, link, 1);
    }

    /** A second information that anybody can make, without a key. */
    private static Message second(Message request) {
        return Message.of(MessageKind.SECOND_INFORMATION, request.transaction())
                .with(Attributes.SECOND_KEY_GENERATION_INFORMATION, new byte[INFORMATION])
                .build();
    }

    @Test
    public void theSecondInformationWithoutACertificateIsNone() {
        Ring ring = scene.ring();
        ScriptedLink link = server.acceptRaw();
        Message request = link.expectClear(MessageKind.CERTIFICATE_REQUEST);
        link.sendRaw(link.encoded(second(request)));
        nothingButTheEnd(ring, link, 1);
    }

    @Test
    public void aCertificateThatAnswersSomethingElseIsNone() {
        byte[] other = ScriptedDevice.transaction().bytes();
        handshakeFails(
                piece -> {
                    System.arraycopy(other, 0, piece, 8, other.length);
                    return piece;
                },
                1);
    }

    @Test
    public void aCertificateInWhichOneBitIsChangedIsNone() {
        handshakeFails(ScriptedLink.flipInPiece(0, INSIDE_THE_LEAF), 1);
    }

    @Test
    public void theFourthInformationIsNoSecond() {
        handshakeFails(
                piece -> {
                    if (piece.length < INSIDE_THE_LEAF) {
                        piece[LAST_BYTE_OF_THE_TYPE] = TYPE_OF_THE_FOURTH;
                    }
                    return piece;
                },
                2);
    }

    @Test
    public void aSecondInformationInWhichOneBitIsChangedIsNone() {
        handshakeFails(ScriptedLink.flipInPiece(1, INSIDE_THE_SECOND), 2);
    }

    @Test
    public void aServerWithoutTheCertificatesKeyGetsNothingBehindTheFirstInformation() {
        server.show(credentials.with(BadCredentials.Fault.WITHOUT_KEY));
        Ring ring = scene.ring();
        ScriptedLink link = server.acceptRaw();
        link.tryProtect(server.session());
        link.sendRaw(link.encoded(second(seen(link, MessageKind.FIRST_INFORMATION))));
        nothingButTheEnd(ring, link, 2);
    }
}
