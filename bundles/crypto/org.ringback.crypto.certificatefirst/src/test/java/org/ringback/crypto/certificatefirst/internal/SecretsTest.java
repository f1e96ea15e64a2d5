package org.ringback.crypto.certificatefirst.internal;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.Test;
import org.ringback.api.Role;
import org.ringback.crypto.internal.PinnedChains;
import org.ringback.spi.ExpectedServer;
import org.ringback.spi.ProtectionException;
import org.ringback.wire.Door;
import org.ringback.wire.MessageKind;

/** No private key outlives what it is for. */
public class SecretsTest {
    private static final byte[] NOTHING = {};
    private static final byte[] WIPED = new byte[32];

    private final Setting setting = new Setting();
    private final Watched random = new Watched();
    private final CertificateFirstProtection watched = new CertificateFirstProtection(random, () -> 0);

    @Test
    public void noFreshKeyOutlivesAHandshakeAtEitherEnd() {
        TestEnd dialler = dialler();
        TestEnd server = new TestEnd(watched.answer(setting.credentials));
        TestEnd.connect(dialler, server);
        assertEquals("one key at each end", 2, random.keys.size());
        for (byte[] key : random.keys) {
            assertArrayEquals(WIPED, key);
        }
    }

    @Test
    public void aDiallerThatIsEndedInTheMiddleForgetsItsKey() {
        TestEnd dialler = dialler();
        TestEnd server = setting.server();
        server.start();
        dialler.start();
        server.take(dialler.sent().get(0));
        dialler.take(server.sent().get(0));
        assertFalse(Arrays.equals(WIPED, random.keys.get(0)));
        dialler.session.finish(dialler);
        assertArrayEquals(WIPED, random.keys.get(0));
    }

    @Test
    public void aServerThatRefusesAPieceForgetsItsKey() {
        TestEnd server = new TestEnd(watched.answer(setting.credentials));
        server.start();
        server.take(Clear.request(Role.ISSUER));
        server.take(Clear.information(Role.ISSUER, new byte[48]));
        assertEquals(ProtectionException.Reason.BROKEN, server.reason());
        assertArrayEquals(WIPED, random.keys.get(0));
    }

    @Test
    public void aServersKeyIsWipedWithItsHandshake() throws ProtectionException {
        byte[] staticKey = Curve.newPrivate(random);
        byte[] serverKey = Curve.publicOf(staticKey);
        byte[] ephemeral = Curve.newPrivate(random);
        NkDialler dialler = new NkDialler(NOTHING, serverKey, Curve.newPrivate(random));
        NkServer server = new NkServer(NOTHING, staticKey, ephemeral);
        server.read(dialler.write(NOTHING));
        server.write(NOTHING);
        server.split();
        assertArrayEquals(WIPED, staticKey);
        assertArrayEquals(WIPED, ephemeral);
    }

    @Test
    public void aHandshakeThatIsWipedSaysNothingMore() throws ProtectionException {
        NkDialler dialler = new NkDialler(NOTHING, Curve.publicOf(Curve.newPrivate(random)), Curve.newPrivate(random));
        dialler.write(NOTHING);
        dialler.wipe();
        assertThrows(ProtectionException.class, () -> dialler.withPayload(NOTHING, NOTHING));
    }

    @Test
    public void aSecretIsWipedWhenItIsMixedIn() {
        byte[] secret = Curve.newPrivate(random);
        new SymmetricState(new byte[32]).mixKey(secret);
        assertArrayEquals(WIPED, secret);
    }

    @Test
    public void aNameThatIsNotAHashLongIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new SymmetricState(new byte[31]));
    }

    @Test
    public void messagesAreKeptByteForByteOneAtATime() throws ProtectionException {
        byte[] request = Clear.request(Role.ISSUER);
        byte[] information = Clear.information(Role.ISSUER, new byte[48]);
        ByteBuffer both = ByteBuffer.allocate(3 + request.length + information.length)
                .position(3)
                .put(request)
                .put(information)
                .position(3);
        ClearReader reader = new ClearReader(Door.SERVER_AGREEMENT);
        assertArrayEquals(
                request,
                reader.next(both, MessageKind.CERTIFICATE_REQUEST).orElseThrow().bytes());
        assertArrayEquals(
                information,
                reader.next(both, MessageKind.FIRST_INFORMATION).orElseThrow().bytes());
        assertFalse(both.hasRemaining());
    }

    private TestEnd dialler() {
        return new TestEnd(watched.dial(
                setting.device,
                Role.ISSUER,
                new ExpectedServer(new PinnedChains(), setting.authority.pins(), Setting.HOST, Setting.NOW)));
    }

    /** Keeps every array as long as a key that it filled. */
    private static final class Watched extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final transient List<byte[]> keys = new ArrayList<>();

        @Override
        public void nextBytes(byte[] bytes) {
            super.nextBytes(bytes);
            if (bytes.length == WIPED.length) {
                keys.add(bytes);
            }
        }
    }
}
