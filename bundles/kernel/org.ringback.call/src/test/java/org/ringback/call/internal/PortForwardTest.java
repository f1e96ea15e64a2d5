package org.ringback.call.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingNonce;
import org.ringback.api.Role;
import org.ringback.api.control.Forward;
import org.ringback.api.control.ForwardStatus;
import org.ringback.api.control.ForwardStatus.State;
import org.ringback.api.control.Ring;
import org.ringback.api.control.RingRequest;
import org.ringback.call.core.ConversationLimits;
import org.ringback.transport.ConnectionHandler;

/** A forwarded port through calls that come and go, in virtual time. */
public class PortForwardTest {
    private static final RingNonce RING = Line.facts(Role.ISSUER).ring();
    private static final Forward WANTED =
            new Forward(PlayedLocal.ADDRESS, new RingRequest(new EquipmentId("lamp-1"), Optional.empty(), "http"));

    private final ManualLoop loop = new ManualLoop();
    private final List<Ringer.Caller> callers = new ArrayList<>();
    private final List<ForwardStatus> changes = new ArrayList<>();
    private final PlayedListener listener = new PlayedListener();
    private ForwardedPort port;
    private PortForward forward;

    @Before
    public void aForwardIsOpen() throws IOException {
        forward = open(() -> {});
        forward.start();
        loop.run();
    }

    private PortForward open(Runnable meanwhile) throws IOException {
        return new PortForward(
                WANTED,
                false,
                loop,
                (request, caller) -> {
                    assertEquals(WANTED.request(), request);
                    callers.add(caller);
                },
                changes::add,
                listens -> {
                    port = listens;
                    meanwhile.run();
                    return listener;
                });
    }

    @Test
    public void aConnectionThatComesWhileThePortOpensWaitsForItsStart() throws IOException {
        PortForward next = open(this::connect);
        loop.pass(Duration.ZERO);
        assertEquals("nobody rings before it starts", 0, callers.size());
        Line line = new Line(loop, loop, ConversationLimits.DEFAULT);
        next.begin(line.issuer.call);
        next.start();
        loop.pass(Duration.ZERO);
        assertEquals(1, line.acceptor.opened.size());
        assertEquals("it had a call", 0, callers.size());
    }

    @Test
    public void aConnectionRingsAndIsServedByTheCallThatComes() {
        assertEquals(State.WAITING, forward.status().state());
        PlayedLocal local = connect();
        assertEquals(1, callers.size());
        assertEquals(State.RINGING, forward.status().state());
        assertTrue(local.paused);
        PlayedLocal second = connect();
        assertEquals("one ring for both", 1, callers.size());
        Line line = answered();
        assertEquals(2, line.acceptor.opened.size());
        assertFalse(local.paused || second.paused);
        assertEquals(State.STANDING, forward.status().state());
        assertEquals(Optional.of(RING), forward.status().ring());
    }

    @Test
    public void theEndOfACallIsToldAndTheNextConnectionRingsAgain() {
        Line line = standing();
        line.issuer.call.closed(Line.broken("cut"));
        loop.run();
        assertEquals(State.WAITING, forward.status().state());
        assertEquals(
                Optional.of("the call ended: connection lost: cut"),
                forward.status().why());
        assertEquals("no call is wanted yet", 0, callers.size());
        assertFalse(listener.closed);
        connect();
        assertEquals(1, callers.size());
        assertEquals(
                "the reason stays while it rings",
                Optional.of(RING),
                forward.status().ring());
        assertEquals(1, answered().acceptor.opened.size());
        assertEquals(Optional.empty(), forward.status().why());
    }

    @Test
    public void aRingInVainTurnsAwayWhoWaitsAndWarnsUntilOneIsAnswered() {
        PlayedLocal local = connect();
        callers.get(0).notAnswered("Nobody called back");
        loop.run();
        assertTrue(local.aborted);
        assertEquals(
                Optional.of("port 127.0.0.1:80 to lamp-1, service http: the ring failed: Nobody called back"),
                forward.warning());
        connect();
        loop.pass(PortForward.PAUSE);
        answered();
        assertEquals(Optional.empty(), forward.warning());
    }

    @Test
    public void rightAfterARingInVainTheNextOneWaits() {
        connect();
        callers.get(0).notAnswered("Nobody called back");
        loop.run();
        PlayedLocal next = connect();
        loop.pass(PortForward.PAUSE.minusNanos(1));
        assertEquals("too soon", 1, callers.size());
        loop.pass(Duration.ofNanos(1));
        assertEquals(2, callers.size());
        assertFalse("it waits", next.aborted);
    }

    @Test
    public void aCallThatComesTooLateForItsConnectionServesTheNext() {
        PlayedLocal early = connect();
        loop.pass(ForwardedPort.PATIENCE);
        assertTrue(early.aborted);
        connect();
        assertEquals("the ring is still under way", 1, callers.size());
        assertEquals(1, answered().acceptor.opened.size());
    }

    @Test
    public void closingHangsUpAndFreesThePort() {
        Line line = standing();
        forward.close();
        assertTrue("at once", listener.closed);
        loop.run();
        assertEquals(List.of("hung up here"), line.issuer.ended);
        assertEquals(State.CLOSED, forward.status().state());
        assertEquals(State.CLOSED, changes.get(changes.size() - 1).state());
    }

    @Test
    public void closingGivesUpTheRingAndEndsTheCallThatComesNevertheless() {
        PlayedLocal local = connect();
        boolean[] givenUp = {false, false};
        callers.get(0).began(ring(() -> givenUp[0] = true));
        forward.close();
        loop.run();
        assertTrue(givenUp[0] && local.aborted);
        callers.get(0).began(ring(() -> givenUp[1] = true));
        assertTrue("one that begins late", givenUp[1]);
        Line late = new Line(loop, loop, ConversationLimits.DEFAULT);
        callers.get(0).answered(late.issuer.call);
        callers.get(0).notAnswered("too late");
        loop.run();
        assertEquals(List.of("hung up here"), late.issuer.ended);
        assertEquals(State.CLOSED, forward.status().state());
    }

    @Test
    public void hangingUpEndsTheCallAndThePortStays() {
        Line line = standing();
        forward.hangUp();
        loop.run();
        assertEquals(List.of("hung up here"), line.issuer.ended);
        assertEquals(State.WAITING, forward.status().state());
        assertFalse(listener.closed);
        assertEquals("that is nothing to warn of", Optional.empty(), forward.warning());
    }

    @Test
    public void hangingUpGivesUpTheRingAndTurnsAwayWhoWaits() {
        PlayedLocal local = connect();
        forward.hangUp();
        loop.run();
        assertTrue(local.aborted);
        assertEquals(State.WAITING, forward.status().state());
        assertEquals(Optional.of("hung up here"), forward.status().why());
        assertEquals("that is nothing to warn of", Optional.empty(), forward.warning());
        boolean[] givenUp = {false};
        callers.get(0).began(ring(() -> givenUp[0] = true));
        assertTrue("one that begins late", givenUp[0]);
        PlayedLocal next = connect();
        assertEquals(2, callers.size());
        callers.get(0).notAnswered("given up");
        assertFalse("another ring is under way", next.aborted);
        assertEquals(State.RINGING, forward.status().state());
    }

    @Test
    public void aCallThatStandsAlreadyTakesThePlaceOfTheRing() {
        PlayedLocal local = connect();
        boolean[] givenUp = {false};
        callers.get(0).began(ring(() -> givenUp[0] = true));
        Line line = standing();
        assertTrue(givenUp[0]);
        assertFalse(local.paused);
        assertEquals(1, line.acceptor.opened.size());
        callers.get(0).notAnswered("given up");
        loop.run();
        assertEquals(State.STANDING, forward.status().state());
        assertEquals(Optional.empty(), forward.warning());
        Line late = new Line(loop, loop, ConversationLimits.DEFAULT);
        callers.get(0).answered(late.issuer.call);
        loop.run();
        assertEquals(List.of("hung up here"), late.issuer.ended);
    }

    @Test
    public void aSecondCallForThePortIsHungUp() {
        Line first = standing();
        int told = changes.size();
        Line second = new Line(loop, loop, ConversationLimits.DEFAULT);
        forward.begin(second.issuer.call);
        loop.run();
        assertEquals(List.of("hung up here"), second.issuer.ended);
        assertEquals(List.of(), first.issuer.ended);
        assertEquals("nothing has changed", told, changes.size());
    }

    private Line standing() {
        Line line = new Line(loop, loop, ConversationLimits.DEFAULT);
        forward.begin(line.issuer.call);
        loop.run();
        return line;
    }

    /** The latest ring is answered. */
    private Line answered() {
        Line line = new Line(loop, loop, ConversationLimits.DEFAULT);
        callers.get(callers.size() - 1).answered(line.issuer.call);
        loop.run();
        return line;
    }

    private PlayedLocal connect() {
        PlayedLocal local = new PlayedLocal();
        ConnectionHandler handler = port.accept(PlayedLocal.ADDRESS, PlayedLocal.ADDRESS);
        handler.opened(local);
        loop.pass(Duration.ZERO);
        return local;
    }

    private static Ring ring(Runnable closed) {
        return (Ring) Proxy.newProxyInstance(
                Ring.class.getClassLoader(), new Class<?>[] {Ring.class}, (self, method, arguments) -> {
                    closed.run();
                    return null;
                });
    }
}
