package org.ringback.kernel;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.Test;
import org.ringback.spi.CloseReason;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.MessageKind;
import org.ringback.wire.RelayTicket;
import org.ringback.wire.TransactionId;

/** A dialled connection that waits to be relayed, over a transport that the test plays. */
public class RelayBindingTest {
    private static final InetSocketAddress SERVER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    private static final TransactionId TRANSACTION = new TransactionId(1, 2);
    private static final byte[] BIND = RelayTicket.random(new Random(8)).bind(TRANSACTION);

    private final MessageCodec codec = new MessageCodec();
    private final PlayedTransport transport = new PlayedTransport();
    private final List<String> heard = new ArrayList<>();
    private final HandTurnedLoop loop = new HandTurnedLoop();
    private final HeldSuites suites = new HeldSuites();
    private final Connections connections =
            new Connections(transport, loop, suites, new NewWork(loop, suites), this::hear);
    private final Talking connection = new Talking();

    private void hear(Event event) {
        Event.Closed closed = (Event.Closed) event;
        heard.add(closed.connection() + " " + closed.reason().kind() + ": "
                + closed.reason().detail());
    }

    /** Keeps what is written, and what the next handler is given. */
    private static final class Talking implements Connection {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private int aborts;
        private @Nullable ConnectionHandler passedTo;

        @Override
        public InetSocketAddress local() {
            return SERVER;
        }

        @Override
        public InetSocketAddress remote() {
            return SERVER;
        }

        @Override
        public void write(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
                written.write(bytes.get());
            }
        }

        @Override
        public boolean writable() {
            return true;
        }

        @Override
        public void pauseReading() {
            throw new AssertionError("the answer is read");
        }

        @Override
        public void resumeReading() {
            throw new AssertionError("the answer is read");
        }

        @Override
        public void finishWriting() {
            throw new AssertionError("more is to be said");
        }

        @Override
        public void close() {
            aborts++;
        }

        @Override
        public void leave() {
            close();
        }

        @Override
        public void abort() {
            aborts++;
        }

        @Override
        public void abortBehind() {
            abort();
        }

        @Override
        public void carryTo(Connection to) {
            throw new UnsupportedOperationException("carryTo");
        }

        @Override
        public void passTo(ConnectionHandler next, ByteBuffer unread) {
            passedTo = next;
            next.opened(this);
            if (unread.hasRemaining()) {
                next.received(this, unread);
            }
        }
    }

    /** Who takes the connection once the other end is there. */
    private final class Next implements ConnectionHandler {
        @Override
        public void opened(Connection opened) {
            heard.add("bound");
        }

        @Override
        public void received(Connection from, ByteBuffer bytes) {
            heard.add("next heard " + bytes.remaining() + " bytes, the first one " + bytes.get());
        }

        @Override
        public void closed(CloseReason reason) {
            heard.add("next closed");
        }
    }

    private void dials() {
        connections.relay(1, SERVER, Optional.empty(), BIND, TRANSACTION, Next::new);
    }

    private void asks() {
        dials();
        transport.plain().opened(connection);
        assertArrayEquals(BIND, connection.written.toByteArray());
    }

    private void comes(byte... bytes) {
        transport.plain().received(connection, ByteBuffer.wrap(bytes));
    }

    private byte[] bound(TransactionId transaction) {
        return codec.encode(Message.of(MessageKind.RELAY_BOUND, transaction).build());
    }

    private void isOver(String why) {
        assertEquals(1, connection.aborts);
        transport.close("closed here");
        assertEquals(List.of("1 REFUSED: " + why), heard);
    }

    @Test
    public void onceTheOtherEndIsThereTheConnectionIsTheNextOnesAndNothingEndsItByItsNumber() {
        asks();
        comes(bound(TRANSACTION));
        connections.abort(1);
        connections.closeAll();
        assertEquals(List.of("bound"), heard);
        assertTrue(connection.passedTo instanceof Next);
        assertEquals(0, connection.aborts);
        assertEquals("nothing more is said", BIND.length, connection.written.size());
    }

    @Test
    public void aDialToTheRelayThatIsAbortedIsGivenUpBeforeItIsOpen() {
        dials();
        transport.plain().dialling(connection);
        connections.abort(1);
        assertEquals(1, connection.aborts);
        assertEquals(0, connection.written.size());
    }

    @Test
    public void bytesRightBehindTheAnswerAreTheNextOnes() {
        asks();
        byte[] answer = bound(TRANSACTION);
        byte[] more = Arrays.copyOf(answer, answer.length + 3);
        more[answer.length] = 7;
        comes(more);
        assertEquals(List.of("bound", "next heard 3 bytes, the first one 7"), heard);
    }

    @Test
    public void anAnswerInPiecesIsTheSame() {
        asks();
        byte[] answer = bound(TRANSACTION);
        for (int i = 0; i < answer.length; i++) {
            assertEquals(List.of(), heard);
            comes(answer[i]);
        }
        assertEquals(List.of("bound"), heard);
    }

    @Test
    public void aRefusalSaysWhoseLimitItIs() {
        asks();
        comes(refused(ErrorCodes.QUOTA));
        isOver(
                "the server relays no more for this issuer or equipment now (486): as many calls stand as may, or the day's"
                        + " bytes are used up");
    }

    @Test
    public void aServerThatIsFullIsSaid() {
        asks();
        comes(refused(ErrorCodes.CAPACITY));
        isOver(
                "the server relays no more at all now (508): as many calls stand as may, or the day's bytes are used up");
    }

    private byte[] refused(int code) {
        return codec.encode(Message.of(MessageKind.RELAY_REFUSED, TRANSACTION)
                .with(Attributes.ERROR_CODE, code)
                .build());
    }

    @Test
    public void theAnswerToSomethingElseIsNone() {
        asks();
        comes(bound(new TransactionId(1, 3)));
        isOver("the relay answered something else");
    }

    @Test
    public void whatIsNoAnswerEndsIt() {
        asks();
        comes(BIND);
        assertEquals(1, connection.aborts);
        transport.close("closed here");
        assertEquals(1, heard.size());
        assertTrue(heard.get(0), heard.get(0).startsWith("1 REFUSED: the relay answered something malformed: "));
    }

    @Test
    public void aServerThatClosesWithoutAWordIsToldAsItIs() {
        asks();
        transport.close("gone");
        assertEquals(List.of("1 CLOSED_THERE: gone"), heard);
        connections.abort(1);
        assertEquals("it is forgotten", 0, connection.aborts);
    }

    @Test
    public void aDialThatFailsIsToldAsItIs() {
        dials();
        transport.close("connection refused");
        assertEquals(List.of("1 CLOSED_THERE: connection refused"), heard);
    }

    @Test
    public void oneThatIsAbortedBeforeItIsOpenIsNotAskedFor() {
        dials();
        connections.abort(1);
        transport.plain().opened(connection);
        transport.close("closed here");
        assertEquals(1, connection.aborts);
        assertEquals(0, connection.written.size());
        assertEquals(List.of(), heard);
    }

    @Test
    public void oneThatIsAbortedOrClosedWhileItWaitsTakesNoAnswer() {
        asks();
        connections.close(1);
        assertEquals(1, connection.aborts);
        comes(bound(TRANSACTION));
        transport.close("closed here");
        assertEquals(List.of(), heard);
    }

    @Test
    public void theRolesEndEndsWhatWaits() {
        asks();
        connections.closeAll();
        assertEquals(1, connection.aborts);
        transport.close("closed here");
        assertEquals(List.of(), heard);
    }
}
