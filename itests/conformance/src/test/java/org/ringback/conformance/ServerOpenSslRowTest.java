package org.ringback.conformance;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingSystem;
import org.ringback.api.net.AddressText;
import org.ringback.conformance.fixture.OpenSsl;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.ScriptedIssuer;
import org.ringback.conformance.fixture.ServerScene;
import org.ringback.conformance.fixture.Way;
import org.ringback.conformance.fixture.WayTest;
import org.ringback.wire.Attributes;
import org.ringback.wire.Door;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.MessageKind;

/** A device made of openssl alone, with a certificate that it made itself, at the server's port over tls13. */
@Row({4, 19})
public class ServerOpenSslRowTest extends WayTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ServerScene scene;
    private OpenSsl openSsl;

    @Parameters(name = "{0}")
    public static List<Way> ways() {
        return Way.on(ProtectionId.TLS13);
    }

    @Before
    public void start() {
        assumeTrue("openssl is installed", OpenSsl.installed());
        scene = ServerScene.on(stage, way);
        openSsl = new OpenSsl(folder.getRoot().toPath());
        openSsl.run(
                new byte[0],
                List.of(
                        "req",
                        "-x509",
                        "-newkey",
                        "ed25519",
                        "-nodes",
                        "-subj",
                        "/CN=device",
                        "-keyout",
                        openSsl.path("device.key"),
                        "-out",
                        openSsl.path("device.pem")));
    }

    /** The authority is taken from what the server shows in certificate-first: both leaves hang under it. */
    private String authority() {
        ScriptedIssuer other = stage.scriptedIssuer(new Way(way.family(), ProtectionId.CERTIFICATE_FIRST));
        other.take(scene.issuer().ticket());
        int connection = other.dial().connection();
        byte[] certificates = stage.capture().on(connection).stream()
                .filter(unit -> unit.is(MessageKind.CERTIFICATE))
                .map(unit -> unit.message().orElseThrow().get(Attributes.CERTIFICATES))
                .findFirst()
                .orElseThrow();
        List<byte[]> chain = OpenSsl.der(OpenSsl.certificates(certificates));
        return openSsl.pem("authority.pem", chain.get(chain.size() - 1));
    }

    private byte[] dial(byte[] input, String... options) {
        List<String> command = new ArrayList<>(List.of(
                "s_client",
                "-connect",
                AddressText.print(scene.server().address(way.family())),
                "-tls1_3",
                "-groups",
                "x25519",
                "-alpn",
                "ringback/1",
                "-cert",
                openSsl.path("device.pem"),
                "-key",
                openSsl.path("device.key"),
                "-CAfile",
                authority(),
                "-verify_ip",
                way.family().host(),
                "-verify_return_error"));
        command.addAll(List.of(options));
        return openSsl.run(input, command);
    }

    @Test
    public void itAcceptsTheServersChainAndAgreesOnX25519() {
        String said = new String(dial(new byte[0]), StandardCharsets.ISO_8859_1);
        assertTrue(said, said.contains("Verify return code: 0 (ok)"));
        assertTrue(said, said.contains("Temp Key: X25519"));
        assertTrue(said, said.contains("ALPN protocol: ringback/1"));
        assertTrue(said, said.contains("TLSv1.3"));
    }

    @Test
    public void theServerTakesItsCertificateAndAnswersItsFirstRequest() throws Exception {
        Message request = scene.issuer()
                .connect(
                        scene.ring(RingSystem.CERTIFIED),
                        scene.server().address(way.family()),
                        scene.ring(RingSystem.CERTIFIED).box());
        byte[] answer = dial(new MessageCodec().encode(request), "-quiet");
        Message refused = new MessageCodec().decode(ByteBuffer.wrap(answer), Door.DEVICE_TCP);
        assertEquals(MessageKind.CONNECT_REFUSED, refused.kind());
        assertEquals(request.transaction(), refused.transaction());
        assertEquals(ErrorCodes.FORBIDDEN, (int) refused.get(Attributes.ERROR_CODE));
    }
}
