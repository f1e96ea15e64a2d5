package org.ringback.conformance;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.Before;
import org.junit.Test;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.conformance.fixture.AcceptorScene;
import org.ringback.conformance.fixture.BadCredentials;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.ScriptedDevice;
import org.ringback.conformance.fixture.ScriptedLink;
import org.ringback.conformance.fixture.ScriptedServer;
import org.ringback.conformance.fixture.ScriptedServer.Bound;
import org.ringback.conformance.fixture.Way;
import org.ringback.conformance.fixture.WayTest;
import org.ringback.kit.Patience;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/**
 * The second TCP connection step by step: the certificate, only then the third key generation information, the fourth,
 * and the second request under the key of both.
 */
@Row({11, 26})
public class AcceptorCertificateRowTest extends WayTest {
    private static final Duration INSTANT = Duration.ofMillis(1);
    private static final int INSIDE_THE_FOURTH = 60;
    private static final int INFORMATION = 48;
    private static final int INSIDE_THE_LEAF = 200;
    private static final int TYPE_OF_THE_SECOND = 0x18;

    private AcceptorScene scene;
    private ScriptedServer server;
    private BadCredentials credentials;

    @Parameters(name = "{0}")
    public static List<Way> ways() {
        return Way.on(ProtectionId.CERTIFICATE_FIRST);
    }

    @Before
    public void start() {
        server = stage.serverForAcceptor(way);
        credentials = new BadCredentials(way.family().host());
        server.pin(credentials.pins(server.pins()));
        scene = AcceptorScene.on(stage, server, way, RingSystem.CERTIFIED);
    }

    private Message seen(ScriptedLink link, MessageKind kind) {
        return stage.capture().message(link.connection(), kind);
    }

    /** Only FIN or RST came behind the last that was sent, and nothing at all goes to the issuer. */
    private void nothingButTheEnd(ScriptedLink link, int sentBefore) {
        link.expectNothingButTheEnd();
        assertEquals(
                sentBefore, stage.capture().sent(link.connection(), "acceptor").size());
        Patience.until("noticed", () -> scene.acceptor().counter("ring.bind-failed") == 1);
        scene.nothingWentOutBefore(scene.ring());
    }

    private ScriptedLink handshake(UnaryOperator<byte[]> tamper) {
        ScriptedLink link = scene.wokenRaw().tamper(tamper);
        link.tryProtect(server.session());
        return link;
    }

    @Test
    public void theStepsComeInTheirOrder() {
        Bound bound = scene.woken();
        assertEquals(
                List.of(
                        "CONNECT",
                        MessageKind.CERTIFICATE_REQUEST.title(),
                        MessageKind.CERTIFICATE.title(),
                        MessageKind.THIRD_INFORMATION.title(),
                        MessageKind.FOURTH_INFORMATION.title(),
                        "protected record",
                        "protected record"),
                stage.capture().names(bound.link().connection()));
        Message request = seen(bound.link(), MessageKind.CERTIFICATE_REQUEST);
        assertEquals(Role.ACCEPTOR, request.get(Attributes.ROLE));
        assertEquals(scene.lamp(), bound.link().peerKey());
    }

    @Test
    public void theStoryTellsOfTheThirdAndTheFourthInformationAndTheKey() {
        scene.reached(scene.ring());
        RingStory story = scene.acceptor().stories().get(0);
        assertEquals("certificate-first", story.protection());
        List<String> wanted = List.of(
                "wake-up",
                "certificate requested",
                "server's certificate valid",
                "third key generation information sent",
                "fourth key generation information received",
                "second common key derived",
                "second connection request",
                "request accepted",
                "communication request",
                "accepted");
        assertEquals(
                wanted,
                story.steps().stream()
                        .map(RingStory.Step::name)
                        .filter(wanted::contains)
                        .toList());
    }

    @Test
    public void everyConnectionHasAThirdInformationOfItsOwn() {
        Message one = thirdOfTheNextConnection();
        Patience.until("noticed", () -> scene.acceptor().counter("ring.bind-failed") == 1);
        Message other = thirdOfTheNextConnection();
        assertFalse(Arrays.equals(
                one.get(Attributes.THIRD_KEY_GENERATION_INFORMATION),
                other.get(Attributes.THIRD_KEY_GENERATION_INFORMATION)));
    }

    /** The connection is lost then: while one stands, the acceptor opens no other for the same equipment. */
    private Message thirdOfTheNextConnection() {
        ScriptedLink link = scene.woken().link();
        Message third = seen(link, MessageKind.THIRD_INFORMATION);
        link.abort();
        return third;
    }

    @Test
    public void beforeTheCertificateOnlyTheRequestForItIsSent() {
        ScriptedLink link = scene.wokenRaw();
        Message request = link.expectClear(MessageKind.CERTIFICATE_REQUEST);
        scene.acceptor().passTime(INSTANT);
        assertFalse(link.ended());
        byte[] certificate = link.encoded(certificate(request).build());
        link.sendRaw(Arrays.copyOf(certificate, certificate.length - 1)).finish();
        nothingButTheEnd(link, 1);
    }

    private Message.Builder certificate(Message request) {
        byte[] none = {};
        return Message.of(MessageKind.CERTIFICATE, request.transaction()).with(Attributes.CERTIFICATES, none);
    }

    /** A fourth information that anybody can make, without a key. */
    private static Message fourth(Message request) {
        return Message.of(MessageKind.FOURTH_INFORMATION, request.transaction())
                .with(Attributes.FOURTH_KEY_GENERATION_INFORMATION, new byte[INFORMATION])
                .build();
    }

    @Test
    public void theFourthInformationWithoutACertificateIsNone() {
        ScriptedLink link = scene.wokenRaw();
        Message request = link.expectClear(MessageKind.CERTIFICATE_REQUEST);
        link.sendRaw(link.encoded(fourth(request)));
        nothingButTheEnd(link, 1);
    }

    @Test
    public void aCertificateThatAnswersSomethingElseIsNone() {
        byte[] other = ScriptedDevice.transaction().bytes();
        ScriptedLink link = handshake(piece -> {
            System.arraycopy(other, 0, piece, 8, other.length);
            return piece;
        });
        nothingButTheEnd(link, 1);
    }

    @Test
    public void aCertificateInWhichOneBitIsChangedIsNone() {
        nothingButTheEnd(handshake(ScriptedLink.flipInPiece(0, INSIDE_THE_LEAF)), 1);
    }

    @Test
    public void behindASecondCertificateInsteadOfTheFourthInformationOnlyTheEndFollows() {
        byte[][] first = new byte[1][];
        ScriptedLink link = handshake(piece -> {
            first[0] = first[0] == null ? piece : first[0];
            return first[0];
        });
        nothingButTheEnd(link, 2);
    }

    @Test
    public void theSecondInformationIsNoFourth() {
        ScriptedLink link = handshake(piece -> {
            if (piece.length < INSIDE_THE_LEAF) {
                piece[21] = TYPE_OF_THE_SECOND;
            }
            return piece;
        });
        nothingButTheEnd(link, 2);
    }

    @Test
    public void aFourthInformationInWhichOneBitIsChangedIsNone() {
        nothingButTheEnd(handshake(ScriptedLink.flipInPiece(1, INSIDE_THE_FOURTH)), 2);
    }

    @Test
    public void aServerWithoutTheCertificatesKeyGetsNothingBehindTheThirdInformation() {
        server.show(credentials.with(BadCredentials.Fault.WITHOUT_KEY));
        ScriptedLink link = handshake(UnaryOperator.identity());
        link.sendRaw(link.encoded(fourth(seen(link, MessageKind.THIRD_INFORMATION))));
        server.show(credentials.with(BadCredentials.Fault.NONE));
        nothingButTheEnd(link, 2);
    }

    @Test
    public void aServerThatIsSilentAboutTheFourthInformationGetsNoProof() {
        scene.acceptor().hastenHandshakes(20);
        ScriptedLink link = handshake(piece -> piece.length < INSIDE_THE_LEAF ? new byte[0] : piece);
        scene.acceptor().hastenHandshakes(1);
        nothingButTheEnd(link, 2);
    }

    @Test
    public void aSecondRequestInWhichOneBitIsChangedIsNone() {
        Bound bound = scene.woken();
        int before = stage.capture().sent(bound.link().connection(), "acceptor").size();
        bound.link().tamper(ScriptedLink.flipInPiece(0, INSIDE_THE_FOURTH));
        bound.link()
                .send(scene.issuer()
                        .secondRequest(scene.ring(), bound.transaction())
                        .build());
        nothingButTheEnd(bound.link(), before);
    }

    @Test
    public void equipmentWithAPasswordAnswersTheSystemCertifiedByDefault() {
        scene.acceptor().configure(Map.of("systems", ""));
        assertEquals(
                Set.of(RingSystem.CERTIFIED),
                scene.acceptor().status(AcceptorScene.LAMP).systems());
        scene.reached(scene.ring());
    }
}
