package org.ringback.conformance;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.conformance.fixture.OpenSsl;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.ScriptedAcceptor;
import org.ringback.conformance.fixture.ScriptedLink;
import org.ringback.conformance.fixture.ServerScene;
import org.ringback.conformance.fixture.ServerScene.Asked;
import org.ringback.conformance.fixture.Way;
import org.ringback.conformance.fixture.WayTest;
import org.ringback.kit.Seen;
import org.ringback.wire.Attribute;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** The order of requirement 4, to the letter, on the first and on the second TCP connection. */
@Row({4, 19})
public class ServerCertificateFirstRowTest extends WayTest {
    private static final int FRESH_KEY_LENGTH = 32;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ServerScene scene;
    private ScriptedAcceptor lamp;

    @Parameters(name = "{0}")
    public static List<Way> ways() {
        return Way.on(ProtectionId.CERTIFICATE_FIRST);
    }

    @Before
    public void start() {
        scene = ServerScene.on(stage, way);
        lamp = scene.lamp();
    }

    private Asked ask() {
        return scene.ask(scene.ring(RingSystem.CERTIFIED).withPassword("correct horse"));
    }

    /** What went over a connection until now, in order: who sent it, and what it was. */
    private List<String> order(ScriptedLink link) {
        return stage.capture().on(link.connection()).stream()
                .map(unit -> unit.from() + ": " + unit.name())
                .toList();
    }

    private Message only(ScriptedLink link, MessageKind kind) {
        List<Seen> all = stage.capture().on(link.connection()).stream()
                .filter(unit -> unit.is(kind))
                .toList();
        assertEquals(kind.title(), 1, all.size());
        return all.get(0).message().orElseThrow();
    }

    private byte[] piece(ScriptedLink link, MessageKind kind, Attribute<byte[]> piece) {
        return only(link, kind).get(piece);
    }

    @Test
    public void certificateFirstInformationSecondInformationThenTheEncryptedFirstRequest() {
        Asked asked = ask();
        assertEquals(
                List.of(
                        "issuer: CONNECT",
                        "issuer: Certificate Request",
                        "server: Certificate",
                        "issuer: First Information",
                        "server: Second Information",
                        "issuer: protected record",
                        "issuer: protected record"),
                order(asked.first()));
        lamp.expectWakeUp();
    }

    @Test
    public void certificateThirdInformationFourthInformationThenTheEncryptedSecondRequest() {
        ask();
        ScriptedLink second = lamp.takes(lamp.expectWakeUp());
        assertEquals(
                List.of(
                        "acceptor: CONNECT",
                        "acceptor: Certificate Request",
                        "server: Certificate",
                        "acceptor: Third Information",
                        "server: Fourth Information",
                        "acceptor: protected record",
                        "acceptor: protected record",
                        "server: protected record"),
                order(second));
    }

    @Test
    public void theCertificateOfBothConnectionsIsTheSameAndEveryPieceIsAnother() {
        Asked asked = ask();
        ScriptedLink second = lamp.bind(lamp.expectWakeUp());
        assertArrayEquals(certificates(asked.first()), certificates(second));
        List<byte[]> pieces = List.of(
                piece(asked.first(), MessageKind.FIRST_INFORMATION, Attributes.FIRST_KEY_GENERATION_INFORMATION),
                piece(asked.first(), MessageKind.SECOND_INFORMATION, Attributes.SECOND_KEY_GENERATION_INFORMATION),
                piece(second, MessageKind.THIRD_INFORMATION, Attributes.THIRD_KEY_GENERATION_INFORMATION),
                piece(second, MessageKind.FOURTH_INFORMATION, Attributes.FOURTH_KEY_GENERATION_INFORMATION));
        assertEquals(4, pieces.stream().map(Arrays::toString).distinct().count());
    }

    /** The server's public key at the beginning of its piece; behind it stands the tag, which always differs. */
    private byte[] freshKey(ScriptedLink link) {
        byte[] piece = piece(link, MessageKind.SECOND_INFORMATION, Attributes.SECOND_KEY_GENERATION_INFORMATION);
        return Arrays.copyOf(piece, FRESH_KEY_LENGTH);
    }

    @Test
    public void eachPieceOfTheServersIsMadeForTheOneThatItAnswers() {
        ScriptedLink one = scene.issuer().dial();
        ScriptedLink other = scene.issuer().dial();
        assertFalse(Arrays.equals(freshKey(one), freshKey(other)));
        for (ScriptedLink link : List.of(one, other)) {
            assertEquals(
                    only(link, MessageKind.FIRST_INFORMATION).transaction(),
                    only(link, MessageKind.SECOND_INFORMATION).transaction());
        }
    }

    @Test
    public void afterARestartTheCertificateHangsUnderTheSameAuthority() {
        byte[] before = lastCertificate(scene.issuer().dial());
        scene.server().restart();
        assertArrayEquals(before, lastCertificate(scene.issuer().dial()));
    }

    @Test
    public void theEnrolmentStringPinsTheLastCertificatesKeyAndTheFirstCarriesAnX25519Key() throws Exception {
        ScriptedLink link = scene.issuer().dial();
        List<X509Certificate> chain = OpenSsl.certificates(certificates(link));
        byte[] key = chain.get(chain.size() - 1).getPublicKey().getEncoded();
        assertEquals(
                scene.issuer().ticket().pins().authorities().get(0),
                KeyFingerprint.of(MessageDigest.getInstance("SHA-256").digest(key)));
        byte[] leaf = chain.get(0).getPublicKey().getEncoded();
        assertEquals(
                "302a300506032b656e032100", HexFormat.of().formatHex(leaf, 0, leaf.length - KeyFingerprint.LENGTH));
    }

    @Test
    public void openSslAcceptsTheChain() {
        assumeTrue("openssl is installed", OpenSsl.installed());
        List<byte[]> chain =
                OpenSsl.der(OpenSsl.certificates(certificates(scene.issuer().dial())));
        String said = new OpenSsl(folder.getRoot().toPath())
                .verify(chain, "-x509_strict", "-verify_ip", way.family().host());
        assertTrue(said, said.contains("leaf.pem: OK"));
    }

    @Test
    public void theServersStoryNamesTheStepsInTheirOrder() {
        Asked asked = ask();
        Message wakeUp = lamp.expectWakeUp();
        ScriptedLink second = lamp.takes(wakeUp);
        ServerScene.reach(asked, second, wakeUp);
        List<String> steps = scene.server().stories().get(0).steps().stream()
                .map(RingStory.Step::name)
                .toList();
        List<String> expected = List.of(
                "certificate sent",
                "first key generation information received",
                "first common key derived",
                "second key generation information sent",
                "first connection request",
                "third connection request sent",
                "certificate sent",
                "third key generation information received",
                "second common key derived",
                "fourth key generation information sent",
                "second connection request sent");
        assertEquals(expected, steps.stream().filter(expected::contains).toList());
    }

    private byte[] certificates(ScriptedLink link) {
        return only(link, MessageKind.CERTIFICATE).get(Attributes.CERTIFICATES);
    }

    private byte[] lastCertificate(ScriptedLink link) {
        List<byte[]> chain = OpenSsl.der(OpenSsl.certificates(certificates(link)));
        return chain.get(chain.size() - 1);
    }
}
