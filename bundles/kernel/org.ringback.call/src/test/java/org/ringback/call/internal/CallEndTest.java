package org.ringback.call.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.Test;
import org.ringback.api.Conversation;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingReason;
import org.ringback.api.Role;
import org.ringback.api.control.RefusedException;
import org.ringback.call.core.ConversationLimits;
import org.ringback.call.core.Pings;
import org.ringback.call.core.ResetCode;
import org.ringback.kernel.Call;
import org.ringback.kernel.CallFacts;
import org.ringback.spi.CloseReason;

public class CallEndTest {
    private static final ConversationLimits LIMITS = ConversationLimits.DEFAULT;

    private static final CloseReason LATE = Line.broken("late");

    private final ManualLoop loop = new ManualLoop();
    private final Line line = new Line(loop, loop, LIMITS);

    @Test
    public void anIdleCallBackLivesOnByPings() {
        loop.pass(LIMITS.ping().multipliedBy(100));
        assertEquals(List.of(), line.issuer.ended);
        assertEquals(List.of(), line.acceptor.ended);
    }

    @Test
    public void aSilentPeerIsLostAfterThreeTimesThePingInterval() throws IOException {
        line.issuer.call.open();
        loop.run();
        line.acceptor.dead = true;
        loop.pass(LIMITS.ping().multipliedBy(3).minusNanos(1));
        assertEquals(List.of(), line.issuer.ended);
        loop.pass(LIMITS.ping());
        assertEquals(List.of("connection lost: the peer gave no sign of life when asked"), line.issuer.ended);
        assertTrue(line.issuer.aborted);
        assertEquals(0, line.issuer.call.conversations());
    }

    @Test
    public void closingIsHeardOnceAtEachEndAndLeavesNoTimer() throws IOException {
        line.issuer.call.open();
        loop.run();
        line.issuer.call.end("closed here");
        line.issuer.call.end("again");
        loop.run();
        line.issuer.call.closed(LATE);
        loop.run();
        line.acceptor.call.closed(LATE);
        loop.run();
        assertEquals(List.of("closed here"), line.issuer.ended);
        assertEquals(List.of("closed by the peer"), line.acceptor.ended);
        assertTrue(line.issuer.closed && line.acceptor.closed);
        assertFalse(line.issuer.aborted);
        assertEquals(0, loop.timers());
    }

    @Test
    public void whatBeginsAfterItsEquipmentWasNamedOtherwiseIsForTheNewName() throws IOException {
        EquipmentId hall = new EquipmentId("hall-lamp");
        line.issuer.call.open();
        loop.run();
        line.acceptor.call.named(hall);
        line.issuer.call.open();
        loop.run();
        assertEquals(
                List.of(new EquipmentId("lamp-1"), hall),
                line.acceptor.opened.stream().map(Conversation::equipment).toList());
        assertEquals(hall, line.acceptor.call.status().equipment());
        assertEquals(List.of(), line.acceptor.ended);
    }

    @Test
    public void aConnectionThatComesAfterTheCallWasCutIsNotLeftOpen() {
        line.issuer.call.cut("the owner revoked anna", Optional.empty());
        loop.run();
        line.issuer.aborted = false;
        line.issuer.call.established(line.issuer);
        assertTrue(line.issuer.aborted);
        assertEquals(List.of("the owner revoked anna"), line.issuer.ended);
    }

    @Test
    public void theRolesOfBothEndsHearThatNothingAnsweredTheFirstConversation() throws IOException {
        List<String> heard = new ArrayList<>();
        line.issuer.call.owner(hears("issuer", heard));
        line.acceptor.call.owner(hears("acceptor", heard));
        line.issuer.call.open();
        loop.run();
        assertEquals(List.of(), heard);
        line.acceptor.call.reset(line.acceptor.opened.get(0), ResetCode.NO_SERVICE);
        loop.run();
        assertEquals(List.of("acceptor: NO_SUCH_SERVICE", "issuer: NO_SUCH_SERVICE"), heard);
    }

    @Test
    public void anIssuerCannotSayThatNothingAnsweredItsConversation() throws IOException {
        List<String> heard = new ArrayList<>();
        line.acceptor.call.owner(hears("acceptor", heard));
        Conversation here = line.issuer.call.open();
        loop.run();
        line.issuer.call.reset(here, ResetCode.NO_SERVICE);
        loop.run();
        assertThrows(
                IOException.class, () -> line.acceptor.opened.get(0).input().read());
        assertEquals(List.of(), heard);
    }

    @Test
    public void aServiceThatBreaksOffOrAConversationAfterTheFirstSaysNothingOfTheRing() throws IOException {
        List<String> heard = new ArrayList<>();
        line.issuer.call.owner(hears("issuer", heard));
        line.acceptor.call.owner(hears("acceptor", heard));
        line.issuer.call.open();
        line.issuer.call.open();
        loop.run();
        line.acceptor.opened.get(0).reset();
        line.acceptor.call.reset(line.acceptor.opened.get(1), ResetCode.UNREACHABLE);
        loop.run();
        assertEquals(List.of(), heard);
    }

    @Test
    public void aCallInWhichNothingWasAnsweredEndsSoAtBothEndsWhoeverHangsUp() throws IOException {
        line.issuer.call.open();
        loop.run();
        line.acceptor.call.reset(line.acceptor.opened.get(0), ResetCode.UNREACHABLE);
        loop.run();
        line.issuer.call.end("hung up here");
        loop.run();
        assertEquals(List.of("not answered: what is behind the service is down"), line.issuer.ended);
        assertEquals(line.issuer.ended, line.acceptor.ended);
    }

    @Test
    public void aCallInWhichALaterConversationIsAnsweredEndsByWhoHangsUp() throws IOException {
        line.issuer.call.open();
        line.issuer.call.open();
        loop.run();
        line.acceptor.call.reset(line.acceptor.opened.get(0), ResetCode.NO_SERVICE);
        loop.run();
        line.issuer.call.end("hung up here");
        loop.run();
        assertEquals(List.of("hung up here"), line.issuer.ended);
        assertEquals(List.of("closed by the peer"), line.acceptor.ended);
    }

    private static Call.Owner hears(String who, List<String> heard) {
        return new Call.Owner() {
            @Override
            public void ended(String why) {
                heard.add(who + ": " + why);
            }

            @Override
            public void unserved(RingReason why) {
                heard.add(who + ": " + why);
            }
        };
    }

    @Test
    public void theFarewellLeavesEvenIfTheConnectionIsFull() {
        line.issuer.full = true;
        line.issuer.call.end("closed here");
        loop.run();
        assertEquals(List.of("closed by the peer"), line.acceptor.ended);
    }

    @Test
    public void aFullConnectionIsNotWrittenToUntilItIsWritable() throws IOException {
        line.issuer.full = true;
        Conversation here = line.issuer.call.open();
        here.output().write(new byte[1000]);
        loop.run();
        assertEquals(0, line.acceptor.opened.size());
        line.issuer.full = false;
        line.issuer.call.writable(line.issuer);
        loop.run();
        assertEquals(1000, line.acceptor.opened.get(0).input().available());
    }

    @Test
    public void afterTheDelayAnAcknowledgementLeavesByItself() throws IOException {
        Conversation here = line.issuer.call.open();
        here.output().write(new byte[LIMITS.window()]);
        loop.run();
        Conversation there = line.acceptor.opened.get(0);
        assertEquals(10, there.input().readNBytes(10).length);
        loop.pass(LIMITS.ackDelay().minusNanos(1));
        assertThrows(IllegalStateException.class, () -> here.output().write(new byte[10]));
        loop.pass(LIMITS.ackDelay());
        here.output().write(new byte[10]);
        loop.run();
        assertEquals(LIMITS.window(), there.input().available());
    }

    @Test
    public void aPingIsAnsweredWithTheTimeUntilItsPong() throws Exception {
        CompletableFuture<Duration> answer = line.issuer.call.ping().toCompletableFuture();
        loop.run();
        assertEquals("nothing delays it here", Duration.ZERO, answer.get());
    }

    @Test
    public void aPingThatNobodyAnswersFailsAfter5Seconds() {
        line.acceptor.dead = true;
        CompletableFuture<Duration> answer = line.issuer.call.ping().toCompletableFuture();
        loop.pass(Pings.LIMIT);
        assertEquals("ping: no answer over this call within 5 s", refusal(answer));
        assertEquals(List.of(), line.issuer.ended);
    }

    /** A call that the server carries, as one end has it. */
    private CallEnd relayed() {
        CallFacts direct = Line.facts(Role.ISSUER);
        CallFacts relayed = new CallFacts(
                direct.role(),
                direct.equipment(),
                direct.service(),
                direct.peer(),
                direct.grant(),
                direct.ring(),
                direct.since(),
                false,
                true);
        CallEnd call = new CallEnds(line.dialler, new Random(1), LIMITS).make(relayed, loop, line.issuer);
        call.established(line.issuer);
        return call;
    }

    @Test
    public void aRelayedCallThatIsResetSaysThatTheServerMayHaveEndedItAndOneThatIsClosedDoesNot() {
        relayed().closed(Line.broken("connection reset"));
        relayed().closed(CloseReason.of(CloseReason.Kind.CLOSED_THERE, "closed by the peer"));
        line.issuer.call.closed(Line.broken("connection reset"));
        loop.run();
        assertEquals(
                List.of(
                        "connection lost: connection reset; it was relayed, and the server may have ended it (a day's"
                                + " bytes, its place, 2 minutes without a byte, a revocation there)",
                        "connection lost: closed by the peer",
                        "connection lost: connection reset"),
                line.issuer.ended);
    }

    @Test
    public void aPingFailsInWordsWhenTheCallEndsFirstOrHasEnded() {
        line.acceptor.dead = true;
        CompletableFuture<Duration> answer = line.issuer.call.ping().toCompletableFuture();
        loop.run();
        line.issuer.call.closed(LATE);
        loop.run();
        assertEquals("ping: the call is over: connection lost: late", refusal(answer));
        assertEquals(
                "ping: the call is over: connection lost: late",
                refusal(line.issuer.call.ping().toCompletableFuture()));
    }

    private static String refusal(CompletableFuture<Duration> answer) {
        ExecutionException failed = assertThrows(ExecutionException.class, answer::get);
        assertEquals(RefusedException.class, failed.getCause().getClass());
        return failed.getCause().getMessage();
    }

    @Test
    public void aListenerThatThrowsCostsThatConversationOnly() throws IOException {
        line.acceptor.listenerFault = new IllegalStateException("a bug");
        Conversation unlucky = line.issuer.call.open();
        loop.run();
        line.acceptor.listenerFault = null;
        Conversation lucky = line.issuer.call.open();
        lucky.output().write(5);
        loop.run();
        IOException failure =
                assertThrows(IOException.class, () -> unlucky.input().read());
        assertTrue(failure.getMessage(), failure.getMessage().contains("a fault of the program"));
        assertEquals(5, line.acceptor.opened.get(1).input().read());
    }

    @Test
    public void aBrokenFrameEndsTheCallBackInWordsAtBothEnds() {
        line.acceptor.call.received(line.acceptor, ByteBuffer.wrap(new byte[] {0x12}));
        loop.run();
        assertEquals(
                List.of("frame: 0x12 ATTACH (expected: OPEN, DATA, ACK, FIN, RESET, PING or PONG)"),
                line.acceptor.ended);
        assertEquals(List.of("ended by the peer: an unknown frame 0x12 ATTACH"), line.issuer.ended);
    }

    @Test
    public void aStrangersConversationCannotBeJoined() throws IOException {
        Conversation here = line.issuer.call.open();
        assertThrows(IllegalArgumentException.class, () -> line.acceptor.call.join(here, null, null));
    }
}
