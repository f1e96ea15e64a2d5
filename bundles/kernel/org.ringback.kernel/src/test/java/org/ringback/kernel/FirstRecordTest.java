package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.ProtectionId;
import org.ringback.spi.CloseReason;
import org.ringback.spi.Prefix;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;

/** What a connection says first, however it is cut: who hears of it, and what is closed at once. */
public class FirstRecordTest {
    private static final TrialProtection ONE = new TrialProtection(200, "one", new Prefix(1, 0x16));
    private static final TrialProtection TWO = new TrialProtection(201, "two", new Prefix(2, 0x02C7));
    private static final byte[] HELLO = {0x16, 3, 1, 2, 3};
    private static final byte[] REQUEST = {0x02, (byte) 0xC7, 1, 9};

    private static final CloseReason OVER = CloseReason.of(CloseReason.Kind.CLOSED_THERE, "closed");

    private final Told told = new Told();
    private final ScriptedConnection plain = new ScriptedConnection();
    private FirstRecord first = new FirstRecord(FirstRecordTest::look, told);

    private static FirstBytes look(ByteBuffer came) {
        Claims claims = new Claims();
        claims.add(ONE);
        claims.add(TWO);
        return claims.look(came);
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
        FirstRecord other = new FirstRecord(FirstRecordTest::look, fresh);
        other.opened(connection);
        other.received(connection, ByteBuffer.wrap(bytes));
        return fresh.malformed == 1 && connection.aborts == 1 && fresh.wanted.isEmpty();
    }

    @Test
    public void aWholeClientHelloIsHandedOnWithWhatFollowsIt() {
        first.opened(plain);
        says(Arrays.copyOf(HELLO, HELLO.length + 3));
        assertEquals(List.of(ONE.id()), told.wanted);
        assertEquals(HELLO.length + 3, told.heard.size());
        assertSame("what comes is his", told, plain.passedTo);
    }

    @Test
    public void aDialThatIsAbortedIsGivenUpBeforeItIsOpen() {
        first.dialling(plain);
        first.abort();
        assertEquals(1, plain.aborts);
    }

    @Test
    public void byteByByteNobodyHearsOfItBeforeItIsWhole() {
        for (byte[] whole : List.of(HELLO, REQUEST)) {
            Told fresh = new Told();
            first = new FirstRecord(FirstRecordTest::look, fresh);
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
    public void whatItBeginsWithSaysWhichProtectionItWants() {
        first.opened(plain);
        says(REQUEST);
        assertEquals(List.of(TWO.id()), told.wanted);
    }

    @Test
    public void whatIsNoFirstRecordIsClosedAsSoonAsItShows() {
        assertFalse(turnedAway(HELLO));
        assertTrue("nobody's", turnedAway(new byte[] {'G'}));
        assertTrue("begins like one", turnedAway(new byte[] {2, (byte) 0xC8}));
        assertTrue("longer than it says that it may be", turnedAway(new byte[] {0x16, 65}));
        assertFalse("as long as it may be", turnedAway(new byte[] {0x16, 64}));
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
    public void whoSaysNothingMoreIsClosedAndWhoWentOnIsNot() {
        first.opened(plain);
        first.inputFinished(plain);
        assertEquals("nothing more can come", 1, plain.closed);
        says(HELLO);
        first.abort();
        assertEquals("it has gone on", 0, plain.aborts);
        assertEquals(0, told.over);
    }

    /** Owner, and whoever goes on. */
    private static final class Told implements FirstRecord.Owner, ConnectionHandler {
        private final List<ProtectionId> wanted = new ArrayList<>();
        private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
        private boolean takes = true;
        private int malformed;
        private int over;
        private int calls;

        @Override
        public Optional<ConnectionHandler> whole(Optional<ProtectionId> protection) {
            wanted.add(protection.orElseThrow());
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
        public void closed(CloseReason reason) {
            calls++;
        }
    }
}
