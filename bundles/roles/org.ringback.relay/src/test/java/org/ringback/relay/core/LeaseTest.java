package org.ringback.relay.core;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.LAMP;
import static org.ringback.relay.core.ServerFixture.datagrams;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.Test;
import org.ringback.api.Moment;
import org.ringback.api.Secret;
import org.ringback.kernel.Action;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Tlv;

/** Which registration key holds, for how long, in memory and on disk. */
public class LeaseTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    // --- the keys alone ---

    private static LeaseKey key(int first, Duration life) {
        byte[] bytes = new byte[LeaseKey.LENGTH];
        bytes[0] = (byte) first;
        return new LeaseKey(LAMP, Secret.copyOf(bytes), NOW.plus(life).toEpochMilli());
    }

    private static void isDestroyed(LeaseKey key) {
        assertThrows(IllegalStateException.class, () -> key.bytes());
    }

    private static void stands(LeaseKey key) {
        assertEquals(LeaseKey.LENGTH, key.bytes().length);
    }

    @Test
    public void aKeyThatWasNeverUsedIsDestroyedByTheNext() {
        LeaseKey first = key(1, Duration.ofHours(1));
        LeaseKey second = key(2, Duration.ofHours(1));
        Lease lease = new Lease(LAMP, first);
        lease.renew(second);
        isDestroyed(first);
        stands(second);
    }

    @Test
    public void aKeyInUseStandsUntilTheNextIsUsed() {
        LeaseKey used = key(1, Duration.ofHours(1));
        LeaseKey next = key(2, Duration.ofHours(1));
        Lease lease = new Lease(LAMP, used);
        assertTrue(lease.confirm(used));
        assertFalse("it was used before", lease.confirm(used));
        lease.renew(next);
        assertFalse("the older one may still be used", lease.confirm(used));
        stands(used);
        assertTrue(lease.confirm(next));
        isDestroyed(used);
        stands(next);
        assertFalse(lease.confirm(next));
    }

    @Test
    public void theEndDestroysBothKeysAndWhatWasDerived() {
        LeaseKey used = key(1, Duration.ofHours(1));
        LeaseKey next = key(2, Duration.ofHours(1));
        Lease lease = new Lease(LAMP, used);
        lease.confirm(used);
        lease.renew(next);
        Secret kept = next.with(MacUse.WAKE_UP, ServerFixture.CRYPTO, Function.identity());
        assertFalse(kept.isDestroyed());
        lease.destroy();
        isDestroyed(used);
        isDestroyed(next);
        assertTrue(kept.isDestroyed());
        assertThrows(
                IllegalStateException.class,
                () -> next.with(MacUse.REGISTER, ServerFixture.CRYPTO, Function.identity()));
    }

    @Test
    public void eachMacKeyIsTheDerivedOneAlsoTheSecondTimeAndWhatWasLentIsWiped() {
        LeaseKey key = key(1, Duration.ofHours(1));
        List<MacUse> twice = new ArrayList<>(List.of(MacUse.values()));
        twice.addAll(List.of(MacUse.values()));
        for (MacUse use : twice) {
            Secret derived = key.with(secret -> ServerFixture.CRYPTO.macKey(secret, use, LAMP));
            assertTrue(use.name(), key.with(use, ServerFixture.CRYPTO, derived::equals));
        }
        assertTrue(key.with(MacUse.REGISTER, ServerFixture.CRYPTO, Function.identity())
                .isDestroyed());
        assertTrue(key.<Secret>with(Function.identity()).isDestroyed());
        stands(key);
    }

    @Test
    public void aLeaseWithoutAKeyInUseEndsToo() {
        LeaseKey only = key(1, Duration.ofHours(1));
        new Lease(LAMP, only).destroy();
        isDestroyed(only);
    }

    @Test
    public void aLeaseHoldsAsLongAsOneOfItsKeys() {
        LeaseKey used = key(1, Duration.ofHours(2));
        Lease lease = new Lease(LAMP, used);
        lease.confirm(used);
        lease.renew(key(2, Duration.ofHours(1)));
        assertTrue(lease.holds(new Moment(0, NOW.plus(Duration.ofHours(2)).minusMillis(1))));
        assertFalse(lease.holds(new Moment(0, NOW.plus(Duration.ofHours(2)))));
        Lease unused = new Lease(LAMP, key(3, Duration.ofHours(1)));
        assertTrue(unused.holds(new Moment(0, NOW.plus(Duration.ofHours(1)).minusMillis(1))));
        assertFalse(unused.holds(new Moment(0, NOW.plus(Duration.ofHours(1)))));
    }

    @Test
    public void whatIsReadFromDiskIsWhatWasWritten() {
        LeaseKey used = key(1, Duration.ofHours(2));
        Lease lease = new Lease(LAMP, used);
        lease.confirm(used);
        Lease inUse = read(lease);
        assertEquals(inUse.fresh(), inUse.confirmed());
        lease.renew(key(2, Duration.ofHours(3)));
        Lease both = read(lease);
        assertTrue(lease.fresh().isSameAs(both.fresh()));
        assertTrue(used.isSameAs(both.confirmed()));
        assertFalse(used.isSameAs(both.fresh()));
        assertEquals(used.expiresMillis(), both.confirmed().expiresMillis());
        assertEquals(lease.fresh().expiresMillis(), both.fresh().expiresMillis());
    }

    private static Lease read(Lease written) {
        byte[] record = written.change().value().orElseThrow();
        return Lease.read(LAMP, Tlv.read(record));
    }

    // --- with registrations ---

    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = Appliance.leased(server, LAMP);

    private MessageKind kind(List<Action> actions) {
        return lamp.decode(datagrams(actions).get(0).bytes()).kind();
    }

    private static long writes(List<Action> actions) {
        return actions.stream().filter(Action.Persist.class::isInstance).count();
    }

    @Test
    public void aKeyIsWrittenAsUsedOnceAlsoAfterARestart() {
        assertEquals(1, writes(lamp.register()));
        assertEquals(0, writes(lamp.refresh()));
        server.restart();
        assertEquals(0, writes(lamp.register()));
    }

    @Test
    public void aLeaseWhoseEnrolmentIsLostIsNobodysAndGoesFromDisk() {
        lamp.register();
        server.disk.get(RelayTables.DEVICES).clear();
        server.restart();
        assertEquals(MessageKind.CHALLENGE, kind(lamp.register()));
        server.pass(Duration.ofMinutes(1));
        assertTrue(server.disk.get(RelayTables.LEASES).isEmpty());
    }

    @Test
    public void aKeyThatWasReplacedDoesNotComeBackWithARestart() {
        lamp.register();
        Secret old = lamp.leaseKey;
        lamp.lease();
        assertEquals(MessageKind.REGISTERED, kind(lamp.refresh()));
        server.restart();
        lamp.leaseKey = old;
        assertEquals(MessageKind.CHALLENGE, kind(lamp.register()));
    }

    @Test
    public void bothKeysSurviveARestartUntilTheNewOneIsUsed() {
        lamp.register();
        Secret old = lamp.leaseKey;
        lamp.lease();
        Secret fresh = lamp.leaseKey;
        server.restart();
        lamp.leaseKey = old;
        assertEquals(MessageKind.REGISTERED, kind(lamp.register()));
        lamp.leaseKey = fresh;
        assertEquals(MessageKind.REGISTERED, kind(lamp.refresh()));
        lamp.leaseKey = old;
        assertEquals(MessageKind.CHALLENGE, kind(lamp.refresh()));
    }

    // --- nonces ---

    @Test
    public void everyNonceIsTakenBack() {
        for (int i = 0; i < 150; i++) {
            assertEquals(MessageKind.REGISTERED, kind(lamp.register()));
        }
    }

    @Test
    public void aNonceThatIsNoneOfOursIsStaleWhateverItLooksLike() {
        lamp.takeNonce();
        lamp.sequence = 1;
        String good = lamp.nonce;
        String cut = good.substring(0, good.length() - 1);
        for (String nonce : List.of(
                "x",
                cut,
                cut + "+",
                cut + "/",
                cut + "=",
                cut + "@",
                cut + "[",
                cut + "`",
                cut + "{",
                cut + ":",
                good + "A",
                "obMatJos3" + good.substring(9),
                good.substring(0, 20) + "é" + good.substring(21))) {
            lamp.nonce = nonce;
            var challenge = lamp.decode(datagrams(server.datagram(lamp.registration(180), lamp.udp))
                    .get(0)
                    .bytes());
            assertEquals(nonce, 438, (int) challenge.get(Attributes.ERROR_CODE));
        }
        assertEquals(0, server.registry.size());
        lamp.nonce = good;
        byte[] registration = lamp.registration(180);
        byte[] first = datagrams(server.datagram(registration, lamp.udp)).get(0).bytes();
        assertArrayEquals(
                first, datagrams(server.datagram(registration, lamp.udp)).get(0).bytes());
    }

    // --- the equipment list ---

    @Test
    public void aRowKeepsItsBeginningUntilTheEquipmentMoves() {
        long began = server.now().nanos();
        lamp.register();
        server.pass(Duration.ofSeconds(20));
        lamp.refresh();
        var row = server.registry.find(LAMP, server.now()).orElseThrow();
        assertEquals(began, row.since());
        assertEquals(server.now().nanos(), row.refreshed());
        lamp.udp = ServerFixture.address("198.51.100.8", 50_008);
        lamp.register();
        assertEquals(
                server.now().nanos(),
                server.registry.find(LAMP, server.now()).orElseThrow().since());
    }

    @Test
    public void aServerBeginsWithAnEmptyList() {
        lamp.register();
        assertEquals(1, server.registry.size());
        server.restart();
        assertEquals(0, server.registry.size());
    }

    @Test
    public void anAnswerMayBeAsLongAsTheQuestionAndNoLonger() {
        int answered =
                datagrams(server.datagram(question(200), lamp.udp)).get(0).bytes().length;
        boolean exactly = false;
        for (int padding = 0; padding <= 200; padding += 4) {
            byte[] question = question(padding);
            exactly |= question.length == answered;
            assertEquals(
                    question.length >= answered,
                    !datagrams(server.datagram(question, lamp.udp)).isEmpty());
        }
        assertTrue("one of them is as long", exactly);
    }

    private byte[] question(int padding) {
        return lamp.codec.encode(Message.of(MessageKind.REGISTER, lamp.transaction())
                .with(Attributes.USERNAME, LAMP)
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.LIFETIME, 180)
                .with(Attributes.PADDING, new byte[padding])
                .build());
    }
}
