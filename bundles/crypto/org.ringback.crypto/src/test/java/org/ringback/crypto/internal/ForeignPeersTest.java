package org.ringback.crypto.internal;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.Role;
import org.ringback.spi.ExpectedServer;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;
import org.ringback.spi.ProtectionSession.State;
import org.ringback.spi.ServerAuthorities.NewAuthority;
import org.ringback.spi.ServerCredentials;

/** Our ends against the JDK's TLS, which behaves and misbehaves as it is told. */
public class ForeignPeersTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String HOST = "ring.example.org";
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);
    private static final List<String> RINGBACK = List.of("ringback/1");

    private final CertificateAuthorities authorities = new CertificateAuthorities();
    private final NewAuthority authority = authorities.create(NOW);
    private final ServerCredentials credentials = authorities.credentials(authority.authority(), List.of(HOST), NOW);
    private final StoredIdentity device = StoredIdentity.of(new StoredIdentities().create());
    private final Tls13Protection protection = new Tls13Protection();
    private final TestEnd server = new TestEnd(protection.answer(credentials));

    @Test
    public void aForeignDiallerGetsThrough() throws GeneralSecurityException, ProtectionException {
        TestEnd foreign = dialler(Optional.of(device.material()), RINGBACK);
        TestEnd.connect(foreign, server);
        assertEquals(device.fingerprint(), server.session.peerKey());
        assertEquals("x25519", server.session.keyAgreement());
        exchange(foreign, server);
    }

    @Test
    public void aForeignServerIsReachedAfterBeingAskedForAnotherGroup()
            throws GeneralSecurityException, ProtectionException {
        TestEnd foreign = answerer(RINGBACK);
        TestEnd dialler = new TestEnd(protection.dial(
                        device, Role.ACCEPTOR, new ExpectedServer(new PinnedChains(), authority.pins(), HOST, NOW)))
                .inPiecesOf(2);
        TestEnd.connect(dialler, foreign.inPiecesOf(1));
        assertEquals(State.ESTABLISHED, dialler.session.state());
        assertEquals(credentials.leaf(), dialler.session.peerKey());
        assertEquals("x25519", dialler.session.keyAgreement());
        exchange(dialler, foreign);
    }

    @Test
    public void keysMayBeUpdatedWhileTheConnectionStands() throws GeneralSecurityException, ProtectionException {
        ForeignSession updating =
                new ForeignSession(ForeignTls.engine(true, Optional.of(device.material()), RINGBACK, "TLSv1.3"));
        TestEnd foreign = new TestEnd(updating);
        TestEnd.connect(foreign, server);
        int before = foreign.sent().length;
        for (int i = 0; i < 3; i++) {
            updating.updateKeys(foreign);
            exchange(foreign, server);
        }
        assertTrue(foreign.sent().length > before);
        byte[] large = new byte[100_000];
        server.send(large);
        TestEnd.pass(foreign, server);
        assertEquals(3 * HELLO.length + large.length, foreign.plaintext().length);
    }

    @Test
    public void aDiallerWithoutAnApplicationProtocolIsRefused() throws GeneralSecurityException, ProtectionException {
        TestEnd foreign = dialler(Optional.of(device.material()), List.of());
        TestEnd.connect(foreign, server);
        assertRefused(Reason.WRONG_PROTOCOL, server, foreign);
    }

    @Test
    public void aDiallerWithAnotherApplicationProtocolIsRefused() throws GeneralSecurityException, ProtectionException {
        TestEnd foreign = dialler(Optional.of(device.material()), List.of("h2", "ringback/2"));
        TestEnd.connect(foreign, server);
        assertRefused(Reason.WRONG_PROTOCOL, server, foreign);
    }

    @Test
    public void aServerWithoutAnApplicationProtocolIsRefused() throws GeneralSecurityException, ProtectionException {
        TestEnd foreign = answerer(List.of());
        TestEnd dialler = new TestEnd(protection.dial(
                device, Role.ACCEPTOR, new ExpectedServer(new PinnedChains(), authority.pins(), HOST, NOW)));
        TestEnd.connect(dialler, foreign);
        assertRefused(Reason.WRONG_PROTOCOL, dialler, foreign);
    }

    @Test
    public void aDiallerWithoutACertificateIsRefused() throws GeneralSecurityException, ProtectionException {
        TestEnd foreign = dialler(Optional.empty(), RINGBACK);
        TestEnd.connect(foreign, server);
        assertRefused(Reason.WRONG_KEY, server, foreign);
    }

    @Test
    public void aDeviceWithAKeyThatIsNotEd25519IsRefused() throws GeneralSecurityException, ProtectionException {
        KeyAndChain p256 = StoredCredentials.of(credentials).material();
        TestEnd foreign = dialler(Optional.of(new KeyAndChain(p256.key(), List.of(p256.certificate()))), RINGBACK);
        TestEnd.connect(foreign, server);
        assertRefused(Reason.WRONG_KEY, server, foreign);
    }

    @Test
    public void aDeviceWithAChainIsRefused() throws GeneralSecurityException, ProtectionException {
        KeyAndChain chain = new KeyAndChain(
                device.material().key(),
                List.of(
                        device.material().certificate(),
                        StoredCredentials.of(credentials).material().last()));
        TestEnd foreign = dialler(Optional.of(chain), RINGBACK);
        TestEnd.connect(foreign, server);
        assertRefused(Reason.BAD_CHAIN, server, foreign);
    }

    @Test
    public void aServerWithoutItsAuthoritysCertificateIsRefused() throws GeneralSecurityException, ProtectionException {
        KeyAndChain whole = StoredCredentials.of(credentials).material();
        TestEnd foreign = new TestEnd(new ForeignSession(ForeignTls.engine(
                false, Optional.of(new KeyAndChain(whole.key(), List.of(whole.certificate()))), RINGBACK, "TLSv1.3")));
        TestEnd dialler = new TestEnd(protection.dial(
                device, Role.ACCEPTOR, new ExpectedServer(new PinnedChains(), authority.pins(), HOST, NOW)));
        TestEnd.connect(dialler, foreign);
        assertRefused(Reason.BROKEN, dialler, foreign);
    }

    @Test
    public void anOlderTlsIsRefused() throws GeneralSecurityException, ProtectionException {
        TestEnd foreign = new TestEnd(
                new ForeignSession(ForeignTls.engine(true, Optional.of(device.material()), RINGBACK, "TLSv1.2")));
        TestEnd.connect(foreign, server);
        assertRefused(Reason.BROKEN, server, foreign);
    }

    @Test
    public void aForeignEndInOrderIsNoFault() throws GeneralSecurityException {
        TestEnd foreign = dialler(Optional.of(device.material()), RINGBACK);
        TestEnd.connect(foreign, server);
        foreign.session.finish(foreign);
        TestEnd.pass(foreign, server);
        assertEquals(State.CLOSED, server.session.state());
        assertFalse(server.refusal().isPresent());
    }

    private static void exchange(TestEnd one, TestEnd other) throws ProtectionException {
        int before = other.plaintext().length;
        one.send(HELLO);
        other.send(HELLO);
        TestEnd.pass(one, other);
        assertEquals(before + HELLO.length, other.plaintext().length);
        assertArrayEquals(HELLO, lastOf(other));
        assertArrayEquals(HELLO, lastOf(one));
    }

    private static byte[] lastOf(TestEnd end) {
        byte[] all = end.plaintext();
        byte[] last = new byte[HELLO.length];
        System.arraycopy(all, all.length - last.length, last, 0, last.length);
        return last;
    }

    /** Refused for its reason, closed, told so with an alert, and without a byte of plaintext. */
    private static void assertRefused(Reason reason, TestEnd own, TestEnd foreign) throws ProtectionException {
        assertEquals(reason, own.reason());
        assertEquals(State.CLOSED, own.session.state());
        assertEquals(0, own.plaintext().length);
        int sent = own.sent().length;
        assertTrue(sent > 0);
        assertEquals(State.CLOSED, foreign.session.state());
        own.session.receive(ByteBuffer.wrap(HELLO), own);
        assertEquals(0, own.plaintext().length);
        assertEquals(sent, own.sent().length);
    }

    private static TestEnd dialler(Optional<KeyAndChain> own, List<String> protocols) throws GeneralSecurityException {
        return new TestEnd(new ForeignSession(ForeignTls.engine(true, own, protocols, "TLSv1.3")));
    }

    private TestEnd answerer(List<String> protocols) throws GeneralSecurityException {
        return new TestEnd(new ForeignSession(ForeignTls.engine(
                false, Optional.of(StoredCredentials.of(credentials).material()), protocols, "TLSv1.3")));
    }
}
