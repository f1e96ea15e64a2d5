package org.ringback.conformance;

import static org.junit.Assert.assertEquals;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.api.EquipmentId;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.conformance.fixture.Crypto;
import org.ringback.conformance.fixture.Edit;
import org.ringback.conformance.fixture.MixedIdentity;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.ScriptedDevice;
import org.ringback.conformance.fixture.ScriptedLink;
import org.ringback.conformance.fixture.ServerUnderTest;
import org.ringback.conformance.fixture.Stage;
import org.ringback.conformance.fixture.Way;
import org.ringback.kit.Family;
import org.ringback.wire.Attribute;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/**
 * A device that breaks the order of certificate-first, or says something wrong in it, gets nothing more from the server
 * than the end of the connection: an issuer on the first connection, an acceptor on the second.
 */
@RunWith(Parameterized.class)
@Row({4, 19})
public class ServerAgreementRowTest {
    private static final int CERTIFICATE_REQUEST = 0;
    private static final int INFORMATION = 1;
    private static final int PROOF = 2;

    /** Where the version's last byte stands: header, TLV header, 32 bits. */
    private static final int VERSION_OFFSET = 20 + 4 + 3;

    private static final int PIECE_LENGTH = 48;
    private static final int UNKNOWN_OPTIONAL = 0xDE1F;

    @Rule
    public final Stage stage = new Stage();

    private final Role role;
    private final Way way;
    private ServerUnderTest server;
    private ScriptedDevice device;

    public ServerAgreementRowTest(Role role, Family family) {
        this.role = role;
        this.way = new Way(family, ProtectionId.CERTIFICATE_FIRST);
    }

    @Parameters(name = "{0} over {1}")
    public static List<Object[]> ways() {
        return List.of(new Object[] {Role.ISSUER, Family.IPV4}, new Object[] {Role.ACCEPTOR, Family.IPV6});
    }

    @Before
    public void start() {
        server = stage.server();
        device = role == Role.ISSUER ? stage.scriptedIssuer(way) : stage.scriptedAcceptor(way);
        device.enrol(server.enrol(new EquipmentId("device-1"), role, way));
    }

    /** What one device did wrong harms nobody: the same device gets through the next time. */
    @After
    public void theNextConnectionIsTaken() {
        if (server != null) {
            server.hastenHandshakes(1);
            device.dial();
        }
    }

    private MessageKind information() {
        return role == Role.ISSUER ? MessageKind.FIRST_INFORMATION : MessageKind.THIRD_INFORMATION;
    }

    private MessageKind answer() {
        return role == Role.ISSUER ? MessageKind.SECOND_INFORMATION : MessageKind.FOURTH_INFORMATION;
    }

    private Message information(MessageKind kind, int fill) {
        byte[] piece = new byte[PIECE_LENGTH];
        Arrays.fill(piece, (byte) fill);
        Attribute<byte[]> attribute = kind == MessageKind.FIRST_INFORMATION
                ? Attributes.FIRST_KEY_GENERATION_INFORMATION
                : Attributes.THIRD_KEY_GENERATION_INFORMATION;
        return Message.of(kind, ScriptedDevice.transaction())
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(attribute, piece)
                .build();
    }

    private Message certificateRequest() {
        return Message.of(MessageKind.CERTIFICATE_REQUEST, ScriptedDevice.transaction())
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.ROLE, role)
                .build();
    }

    /** A connection on which the server has sent its certificates. */
    private ScriptedLink certified() {
        ScriptedLink link = device.dialRaw();
        link.sendRaw(link.encoded(certificateRequest()));
        link.expectClear(MessageKind.CERTIFICATE);
        return link;
    }

    /** A whole handshake of which one message is changed; the last thing that the server says must be this. */
    private void changed(int index, UnaryOperator<byte[]> change, MessageKind last) {
        int[] count = {0};
        ScriptedLink link = device.dialRaw();
        link.tamper(bytes -> count[0]++ == index ? change.apply(bytes) : bytes);
        link.tryProtect(device.session());
        link.expectNothingButTheEnd();
        lastWord(link, last);
    }

    private void lastWord(ScriptedLink link, MessageKind last) {
        List<MessageKind> said = stage.capture().on(link.connection()).stream()
                .filter(unit -> unit.from().equals("server"))
                .flatMap(unit -> unit.message().stream())
                .map(Message::kind)
                .toList();
        assertEquals(last, said.get(said.size() - 1));
        stage.capture().nothingButTheEndAfter(stage.capture().on(link.connection(), last), "server");
    }

    private static UnaryOperator<byte[]> flip(int offsetFromEnd) {
        return bytes -> {
            byte[] copy = bytes.clone();
            copy[copy.length - offsetFromEnd] ^= 1;
            return copy;
        };
    }

    private static byte[] otherVersion(byte[] bytes) {
        byte[] copy = bytes.clone();
        copy[VERSION_OFFSET] ^= 3;
        return copy;
    }

    @Test
    public void whoSaysNothingIsClosedAfterFiveSeconds() {
        ScriptedLink link = device.dialRaw();
        // Behind a whole handshake on a later connection this one is taken too.
        device.dial().close();
        server.passTime(Duration.ofSeconds(5));
        link.expectNothingButTheEnd();
    }

    @Test
    public void aFirstByteOfNoProtectionIsClosed() {
        ScriptedLink link = device.dialRaw();
        link.sendRaw(new byte[] {'G', 'E', 'T'});
        link.expectNothingButTheEnd();
        assertEquals(1, server.counter("tcp.unproved.no-first-record"));
    }

    @Test
    public void informationAheadOfTheCertificateIsRefused() {
        ScriptedLink link = device.dialRaw();
        link.sendRaw(link.encoded(information(information(), 1)));
        link.expectNothingButTheEnd();
    }

    @Test
    public void aCutCertificateRequestBringsNoCertificate() {
        ScriptedLink link = device.dialRaw();
        byte[] request = link.encoded(certificateRequest());
        link.sendRaw(Arrays.copyOf(request, request.length - 1));
        link.finish();
        link.expectNothingButTheEnd();
    }

    @Test
    public void aCertificateRequestWithoutARoleIsRefused() {
        ScriptedLink link = device.dialRaw();
        link.sendRaw(Edit.without(link.encoded(certificateRequest()), Attributes.ROLE));
        link.expectNothingButTheEnd();
    }

    @Test
    public void aCertificateRequestOfAnUnknownVersionIsRefused() {
        ScriptedLink link = device.dialRaw();
        byte[] request = link.encoded(certificateRequest());
        request[VERSION_OFFSET] = 9;
        link.sendRaw(request);
        link.expectNothingButTheEnd();
    }

    @Test
    public void aCertificateRequestThatIsTooLongIsRefusedBeforeItIsWhole() {
        ScriptedLink link = device.dialRaw();
        link.sendRaw(Arrays.copyOf(Edit.with(link.encoded(certificateRequest()), UNKNOWN_OPTIONAL, new byte[600]), 40));
        link.expectNothingButTheEnd();
    }

    @Test
    public void aChangedCertificateRequestMakesTheInformationWrong() {
        changed(CERTIFICATE_REQUEST, bytes -> Edit.with(bytes, UNKNOWN_OPTIONAL, new byte[4]), MessageKind.CERTIFICATE);
    }

    @Test
    public void whoTakesTheCertificateAndSaysNothingMoreIsClosedInTime() {
        server.hastenHandshakes(100);
        ScriptedLink link = certified();
        link.expectNothingButTheEnd();
        lastWord(link, MessageKind.CERTIFICATE);
    }

    @Test
    public void aSecondCertificateRequestIsRefused() {
        ScriptedLink link = certified();
        link.sendRaw(link.encoded(certificateRequest()));
        link.expectNothingButTheEnd();
    }

    @Test
    public void theOtherRolesInformationIsRefused() {
        ScriptedLink link = certified();
        link.sendRaw(link.encoded(
                information(role == Role.ISSUER ? MessageKind.THIRD_INFORMATION : MessageKind.FIRST_INFORMATION, 1)));
        link.expectNothingButTheEnd();
    }

    @Test
    public void informationThatGivesNoKeyIsRefused() {
        ScriptedLink link = certified();
        link.sendRaw(link.encoded(information(information(), 0)));
        link.expectNothingButTheEnd();
    }

    @Test
    public void informationMadeForAnotherCertificateIsRefused() {
        ScriptedLink link = certified();
        link.sendRaw(link.encoded(information(information(), 9)));
        link.expectNothingButTheEnd();
    }

    @Test
    public void aChangedTagOfTheInformationIsRefused() {
        changed(INFORMATION, flip(1), MessageKind.CERTIFICATE);
    }

    @Test
    public void aChangedKeyInTheInformationIsRefused() {
        changed(INFORMATION, flip(PIECE_LENGTH), MessageKind.CERTIFICATE);
    }

    @Test
    public void aVersionInTheInformationThatIsNotTheRequestsIsRefused() {
        changed(INFORMATION, ServerAgreementRowTest::otherVersion, MessageKind.CERTIFICATE);
    }

    @Test
    public void bytesAheadOfTheServersInformationAreRefused() {
        changed(INFORMATION, bytes -> Arrays.copyOf(bytes, bytes.length + 40), answer());
    }

    @Test
    public void aConnectionLostAfterTheCertificateLeavesNothing() {
        certified().abort();
    }

    @Test
    public void aChangedDeviceProofIsRefused() {
        changed(PROOF, flip(1), answer());
    }

    @Test
    public void aRecordLongerThanAnyDeviceProofIsRefusedBeforeItIsWhole() {
        changed(PROOF, bytes -> new byte[] {(byte) 0xFF, (byte) 0xFF}, answer());
    }

    @Test
    public void aRequestInPlaceOfTheDeviceProofIsRefused() {
        ScriptedLink link = device.dialRaw();
        int[] count = {0};
        link.tamper(bytes -> count[0]++ == PROOF ? new byte[0] : bytes);
        link.protect(device.session());
        link.send(device.enrolment(link));
        link.expectNothingButTheEnd();
        lastWord(link, answer());
    }

    @Test
    public void aDeviceProofByAnotherKeyIsRefused() {
        ScriptedLink link = device.dialRaw();
        link.tryProtect(device.session(
                new MixedIdentity(device.identity(), Crypto.IDENTITIES.create()::sign),
                device.ticket().pins()));
        link.expectNothingButTheEnd();
        lastWord(link, answer());
    }

    @Test
    public void aDeviceProofOfAnotherConnectionIsRefused() {
        byte[][] signature = {{}};
        device.dialAs(new MixedIdentity(device.identity(), message -> {
            signature[0] = device.identity().sign(message);
            return signature[0];
        }));
        ScriptedLink link = device.dialRaw();
        link.tryProtect(device.session(
                new MixedIdentity(device.identity(), message -> signature[0]),
                device.ticket().pins()));
        link.expectNothingButTheEnd();
        lastWord(link, answer());
    }
}
