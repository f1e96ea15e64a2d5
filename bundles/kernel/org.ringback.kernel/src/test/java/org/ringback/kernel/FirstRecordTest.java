package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;
import org.ringback.api.Protection;
import org.ringback.spi.CloseReason;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;

/** What a connection says first, however it is cut: who hears of it, and what is closed at once. */
public class FirstRecordTest {
    /** A record of type handshake, TLS 1.0 as its version says, 45 bytes, in it a ClientHello of 41. */
    private static final byte[] HELLO = tls(0x16, 3, 45, 1, 41);
    /** A request of Certificate, 8 bytes of attributes. */
    private static final byte[] REQUEST = stun(0x02C7, 8, 0x2112A442);

    private static final CloseReason OVER = CloseReason.of(CloseReason.Kind.CLOSED_THERE, "closed");

    private final Told told = new Told();
    private final ScriptedConnection plain = new ScriptedConnection();
    private FirstRecord first = new FirstRecord(EnumSet.allOf(Protection.class), told);

    private static byte[] tls(int type, int version, int length, int message, int messageLength) {
        return ByteBuffer.allocate(5 + length)
                .put((byte) type)
                .put((byte) version)
                .put((byte) 1)
                .putShort((short) length)
                .put((byte) message)
                .put((byte) (messageLength >> Short.SIZE))
                .putShort((short) messageLength)
                .array();
    }

    private static byte[] stun(int type, int length, int cookie) {
        return ByteBuffer.allocate(20 + length)
                .putShort((short) type)
                .putShort((short) length)
                .putInt(cookie)
                .array();
    }

    private void says(byte[] bytes) {
        first.received(plain, ByteBuffer.wrap(bytes));
    }

    private void saysOneByOne(byte[] bytes) {
        for (byte one : bytes) {
            says(new byte[] {one});
        }
    }

    /** Of each a fresh connection. */
    private boolean turnedAway(byte[] bytes) {
        Told fresh = new Told();
        ScriptedConnection connection = new ScriptedConnection();
        FirstRecord other = new FirstRecord(EnumSet.allOf(Protection.class), fresh);
        other.opened(connection);
        other.received(connection, ByteBuffer.wrap(bytes));
        return fresh.malformed == 1 && connection.aborts == 1 && fresh.wanted.isEmpty();
    }

    @Test
    public void aWholeClientHelloIsHandedOnWithWhatFollowsIt() {
        first.opened(plain);
        says(HELLO);
        says(new byte[] {1, 2, 3});
        assertEquals(List.of(Protection.TLS13), told.wanted);
        assertEquals(HELLO.length + 3, told.heard.size());
        assertEquals("opened, and twice something", 3, told.calls);
    }

    @Test
    public void byteByByteNobodyHearsOfItBeforeItIsWhole() {
        for (byte[] whole : List.of(HELLO, REQUEST)) {
            Told fresh = new Told();
            first = new FirstRecord(EnumSet.allOf(Protection.class), fresh);
            first.opened(plain);
            for (int i = 0; i < whole.length - 1; i++) {
                says(new byte[] {whole[i]});
            }
            assertEquals(0, fresh.calls);
            says(new byte[] {whole[whole.length - 1]});
            assertEquals(1, fresh.wanted.size());
            assertEquals(ByteBuffer.wrap(whole), ByteBuffer.wrap(fresh.heard.toByteArray()));
            assertEquals("the record comes in one piece", 2, fresh.calls);
        }
    }

    @Test
    public void aCertificateRequestWantsCertificateFirst() {
        first.opened(plain);
        says(REQUEST);
        assertEquals(List.of(Protection.CERTIFICATE_FIRST), told.wanted);
    }

    @Test
    public void whatIsNoFirstRecordIsClosedAsSoonAsItShows() {
        assertFalse(turnedAway(HELLO));
        assertTrue("no handshake", turnedAway(new byte[] {0x15}));
        assertTrue("SSL 2", turnedAway(new byte[] {(byte) 0x80}));
        assertTrue("text", turnedAway(new byte[] {'G'}));
        assertTrue("no TLS", turnedAway(new byte[] {0x16, 2}));
        assertTrue("longer than 4,096 bytes", turnedAway(new byte[] {0x16, 3, 1, 0x0F, (byte) 0xFC}));
        assertFalse("4,096 bytes", turnedAway(new byte[] {0x16, 3, 1, 0x0F, (byte) 0xFB}));
        assertTrue("a record without a message", turnedAway(new byte[] {0x16, 3, 1, 0, 4}));
        assertTrue("a ServerHello", turnedAway(new byte[] {0x16, 3, 1, 0, 45, 2}));
        assertTrue("half a ClientHello in a whole record", turnedAway(tls(0x16, 3, 45, 1, 42)));
        assertTrue("a ClientHello and more", turnedAway(tls(0x16, 3, 45, 1, 40)));
        assertTrue("another message", turnedAway(new byte[] {2, (byte) 0xC8}));
        assertTrue("no STUN", turnedAway(stun(0x02C7, 8, 0x2112A443)));
        assertTrue("not of whole words", turnedAway(stun(0x02C7, 9, 0x2112A442)));
        assertTrue("longer than 512 bytes", turnedAway(new byte[] {2, (byte) 0xC7, 1, (byte) 0xF0}));
    }

    @Test
    public void aProtectionThatIsNotWantedIsClosed() {
        first = new FirstRecord(Set.of(Protection.TLS13), told);
        first.opened(plain);
        says(REQUEST);
        assertEquals(1, told.malformed);
        assertEquals(1, plain.aborts);
    }

    @Test
    public void afterItIsTurnedAwayNothingIsLookedAt() {
        first.opened(plain);
        says(new byte[] {'G'});
        saysOneByOne(HELLO);
        assertEquals(1, told.malformed);
        assertEquals(List.of(), told.wanted);
        first.closed(OVER);
        assertEquals(1, told.over);
    }

    @Test
    public void whoeverHasNoPlaceForItClosesIt() {
        told.takes = false;
        first.opened(plain);
        says(HELLO);
        assertEquals(1, plain.aborts);
        first.closed(OVER);
        assertEquals(1, told.over);
    }

    @Test
    public void itIsClosedForSomebodyElseBeforeItEvenStands() {
        first.abort();
        first.opened(plain);
        assertEquals(1, plain.aborts);
        says(HELLO);
        assertEquals(List.of(), told.wanted);
    }

    @Test
    public void theEndIsHeardByWhoeverHasIt() {
        first.opened(plain);
        first.inputFinished(plain);
        assertEquals("nothing more can come", 1, plain.closed);
        says(HELLO);
        first.abort();
        assertEquals("it has gone on", 0, plain.aborts);
        first.writable(plain);
        first.inputFinished(plain);
        first.closed(OVER);
        assertEquals(5, told.calls);
        assertEquals(0, told.over);
    }

    /** Owner, and whoever goes on. */
    private static final class Told implements FirstRecord.Owner, ConnectionHandler {
        private final List<Protection> wanted = new ArrayList<>();
        private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
        private boolean takes = true;
        private int malformed;
        private int over;
        private int calls;

        @Override
        public Optional<ConnectionHandler> whole(Protection protection) {
            wanted.add(protection);
            return takes ? Optional.of(this) : Optional.empty();
        }

        @Override
        public void malformed() {
            malformed++;
        }

        @Override
        public void over(CloseReason reason) {
            over++;
        }

        @Override
        public void opened(Connection connection) {
            calls++;
        }

        @Override
        public void received(Connection connection, ByteBuffer bytes) {
            calls++;
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            heard.writeBytes(copy);
        }

        @Override
        public void inputFinished(Connection connection) {
            calls++;
        }

        @Override
        public void writable(Connection connection) {
            calls++;
        }

        @Override
        public void closed(CloseReason reason) {
            calls++;
        }
    }
}
