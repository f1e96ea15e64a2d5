package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.transport.DialOptions;
import org.ringback.wire.Door;
import org.ringback.wire.Examples;
import org.ringback.wire.MessageKind;

/** Connections by number, over a transport that the test plays. */
public class ConnectionsTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final DialOptions TO =
            DialOptions.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), LIMIT);

    private final PlayedTransport transport = new PlayedTransport();
    private final List<String> heard = new ArrayList<>();
    private final HandTurnedLoop loop = new HandTurnedLoop();
    private final HeldSuites suites = new HeldSuites();
    private final Connections connections =
            new Connections(transport, loop, suites, new NewWork(loop, suites), this::hear);
    private @Nullable Runnable onMessage;

    @Before
    public void crypto() {
        suites.take(HeldSuitesTest.provider(), CryptoBundle.NONE, 1);
    }

    /** Writes down what is heard. */
    private void hear(Event event) {
        if (event instanceof Event.Opened opened) {
            heard.add(opened.connection() + " opened");
        } else if (event instanceof Event.Established established) {
            heard.add(established.connection() + " established");
        } else if (event instanceof Event.Received received) {
            heard.add(received.connection() + " " + received.message().kind());
            if (onMessage != null) {
                onMessage.run();
            }
        } else if (event instanceof Event.Malformed malformed) {
            heard.add(malformed.connection() + " malformed");
        } else if (event instanceof Event.CallStands stands) {
            heard.add(stands.connection() + " stands " + stands.facts().equipment());
        } else if (event instanceof Event.Closed closed) {
            heard.add(closed.connection() + " closed " + closed.reason().detail());
        }
    }

    private PlayedTransport.PlayedConnection established() {
        connections.dial(1, Optional.empty(), Door.DEVICE_TCP, TO, LIMIT, suite -> PlayedTransport.session());
        PlayedTransport.PlayedConnection connection = transport.establish();
        connections.find(1).orElseThrow().planned(PlayedCalls.PLAN, CryptoBundle.NONE);
        heard.clear();
        return connection;
    }

    @Test
    public void acceptedConnectionsHaveEvenNumbers() {
        assertEquals(2, connections.nextAccepted());
        assertEquals(4, connections.nextAccepted());
    }

    private void dial() {
        connections.dial(1, Optional.empty(), Door.DEVICE_TCP, TO, LIMIT, suite -> PlayedTransport.session());
    }

    @Test
    public void whatWasDialledIsHeardAsItIsOpen() {
        dial();
        transport.plain().opened(new ScriptedConnection());
        assertEquals(List.of("1 opened"), heard);
    }

    @Test
    public void ofWhatWasAcceptedNothingIsHeardBeforeThePeerIsProved() {
        connections
                .answer(2, Optional.empty(), Door.ISSUER_CALL, () -> LIMIT, suite -> PlayedTransport.session())
                .opened(new ScriptedConnection());
        assertEquals(List.of(), heard);
    }

    @Test
    public void aDialThatIsAbortedIsGivenUpBeforeItIsOpen() {
        dial();
        ScriptedConnection pending = new ScriptedConnection();
        transport.plain().dialling(pending);
        assertEquals(0, pending.aborts);
        connections.abort(1);
        assertEquals(1, pending.aborts);
    }

    @Test
    public void aDialThatWasAbortedBeforeItBeganIsGivenUpAsItBegins() {
        dial();
        connections.abort(1);
        ScriptedConnection pending = new ScriptedConnection();
        transport.plain().dialling(pending);
        assertEquals(1, pending.aborts);
    }

    @Test
    public void severalMessagesInOnePieceAreHeardOneByOne() {
        established();

        transport.receive(join(Examples.bytes(MessageKind.LEASED), Examples.bytes(MessageKind.RESULT)));

        assertEquals(List.of("1 LEASED", "1 RESULT"), heard);
    }

    @Test
    public void behindABadMessageNothingIsRead() {
        established();

        transport.receive(join(Examples.bytes(MessageKind.CONNECT), Examples.bytes(MessageKind.RESULT)));
        transport.receive(Examples.bytes(MessageKind.RESULT));

        assertEquals(List.of("1 malformed"), heard);
    }

    @Test
    public void anAnswerStillGoesOutAfterABadMessage() {
        PlayedTransport.PlayedConnection connection = established();
        transport.receive(Examples.bytes(MessageKind.CONNECT));

        connections.send(1, Examples.message(MessageKind.LEASE));

        assertEquals(Examples.bytes(MessageKind.LEASE).length, connection.written());
    }

    @Test
    public void whatFollowsTheMessageThatHandsOverIsTheCalls() {
        established();
        PlayedCalls calls = new PlayedCalls();
        onMessage = () -> connections.handOver(1, PlayedCalls.FACTS, PlayedCalls.FACTS.ring(), calls);

        transport.receive(join(Examples.bytes(MessageKind.RESULT), new byte[] {7, 8, 9}));
        transport.writable();

        assertEquals(List.of("handed", "established", "3 bytes", "writable"), calls.heard);
        assertEquals(Optional.empty(), connections.find(1));
        calls.over("gone");
        assertEquals(List.of("1 RESULT", "1 closed gone"), heard);
    }

    @Test
    public void aCallThatIsCutIsHeardOfNoMore() {
        established();
        PlayedCalls calls = new PlayedCalls();
        onMessage = () -> connections.handOver(1, PlayedCalls.FACTS, PlayedCalls.FACTS.ring(), calls);
        transport.receive(Examples.bytes(MessageKind.RESULT));

        connections.cutCall(1, "revoked", Optional.of(CutReason.REVOKED));
        connections.cutCall(1, "again", Optional.empty());

        assertEquals(List.of("handed", "established", "cut: revoked, told: the grant was revoked"), calls.heard);
        calls.over("revoked");
        assertEquals(List.of("1 RESULT"), heard);
    }

    @Test
    public void aCallThatIsNamedOtherwiseGoesOnAndOneThatIsOverIsNot() {
        established();
        PlayedCalls calls = new PlayedCalls();
        onMessage = () -> connections.handOver(1, PlayedCalls.FACTS, PlayedCalls.FACTS.ring(), calls);
        transport.receive(Examples.bytes(MessageKind.RESULT));

        connections.nameCall(1, new EquipmentId("hall-lamp"));
        connections.cutCall(1, "revoked", Optional.empty());
        connections.nameCall(1, new EquipmentId("lamp-2"));

        assertEquals(List.of("handed", "established", "named hall-lamp", "cut: revoked"), calls.heard);
    }

    @Test
    public void theRolesEndEndsNoCallAndTheNextRunTakesIt() {
        established();
        PlayedCalls calls = new PlayedCalls();
        onMessage = () -> connections.handOver(1, PlayedCalls.FACTS, PlayedCalls.FACTS.ring(), calls);
        transport.receive(Examples.bytes(MessageKind.RESULT));

        connections.closeAll();
        assertEquals(List.of("handed", "established"), calls.heard);
        assertFalse("nothing refers to the role", calls.owned());

        connections.adopt(calls);
        calls.over("gone");
        assertEquals(List.of("1 RESULT", "2 stands lamp-1", "2 closed gone"), heard);
    }

    @Test
    public void aConnectionThatIsReadNoMoreIsNotHandedOver() {
        established();
        PlayedCalls calls = new PlayedCalls();
        connections.find(1).orElseThrow().stopReading();

        assertEquals(Optional.empty(), connections.handOver(1, PlayedCalls.FACTS, PlayedCalls.FACTS.ring(), calls));
        assertEquals(List.of(), calls.heard);
    }

    @Test
    public void aConnectionThatIsOverIsForgotten() {
        established();
        assertTrue(connections.find(1).isPresent());

        transport.close("gone");

        assertEquals(Optional.empty(), connections.find(1));
        assertEquals(List.of("1 closed gone"), heard);
    }

    @Test
    public void itsSessionIsCountedFromItsBeginningUntilTheSocketIsGone() {
        connections.dial(1, Optional.empty(), Door.DEVICE_TCP, TO, LIMIT, suite -> PlayedTransport.session());
        assertEquals("before anybody is proved", 1, suites.uses().get(0).sessions());
        connections.close(1);
        assertEquals("the socket is there", 1, suites.uses().get(0).sessions());
        transport.close("timed out");
        assertEquals(0, suites.uses().get(0).sessions());
    }

    @Test
    public void oneThatIsClosedBeforeItStandsNeverComesToBe() {
        connections.dial(1, Optional.empty(), Door.DEVICE_TCP, TO, LIMIT, suite -> PlayedTransport.session());

        connections.close(1);
        PlayedTransport.PlayedConnection connection = transport.establish();
        transport.close("closed here");

        assertTrue(connection.aborted());
        assertEquals(List.of("1 closed closed here"), heard);
    }

    @Test
    public void whereNoSessionCanBeMadeTheListenerHearsWhy() {
        connections.dial(1, Optional.empty(), Door.DEVICE_TCP, TO, LIMIT, suite -> {
            throw new IllegalStateException("no bundle for it is running");
        });

        assertEquals(List.of("1 closed no bundle for it is running"), heard);
        assertFalse(transport.dialled());
        assertEquals(0, suites.uses().get(0).sessions());
    }

    @Test
    public void anAcceptedConnectionForWhichNoSessionCanBeMadeIsTurnedAway() {
        long number = connections.nextAccepted();

        assertSame(
                TurnedAway.AT_ONCE,
                connections.answer(number, Optional.empty(), Door.SERVER_TCP, () -> LIMIT, suite -> {
                    throw new IllegalStateException("no bundle for it is running");
                }));

        assertEquals(List.of("2 closed no bundle for it is running"), heard);
        assertEquals(Optional.empty(), connections.find(number));
    }

    private static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }
}
