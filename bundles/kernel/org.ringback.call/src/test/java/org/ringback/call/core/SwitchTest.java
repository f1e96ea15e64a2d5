package org.ringback.call.core;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.Test;
import org.ringback.spi.RingCrypto;

/** A call moves from one session to the next: the frames, their order, and what breaks it. */
public class SwitchTest {
    private static final int TIMES = 300;
    private static final String NOT_MOVED = "the call could not move to another session: ";

    private final BothEnds pair = BothEnds.moving(1, ConversationLimits.DEFAULT);
    private final BothEnds.Side issuer = pair.issuer;
    private final BothEnds.Side acceptor = pair.acceptor;

    @Test
    public void aCallMovesHundredsOfTimesUnderDataBothWaysAndNoByteIsLost() throws IOException {
        ConversationState there = issuer.multiplexer.open();
        pair.settle();
        ConversationState here = acceptor.opened.remove();
        ByteArrayOutputStream up = new ByteArrayOutputStream();
        ByteArrayOutputStream down = new ByteArrayOutputStream();
        byte[] chunk = new byte[40_000];
        for (int time = 1; time <= TIMES; time++) {
            pair.random.nextBytes(chunk);
            up.write(chunk, 0, pair.write(issuer, there, chunk));
            down.write(chunk, 0, pair.write(acceptor, here, chunk));
            acceptor.multiplexer.sessions().begin();
            pair.settle();
            assertEquals(time, issuer.moved());
            assertEquals(time, acceptor.moved());
            assertArrayEquals(up.toByteArray(), pair.read(acceptor, here, up.size()));
            assertArrayEquals(down.toByteArray(), pair.read(issuer, there, down.size()));
            up.reset();
            down.reset();
        }
        assertEquals(TIMES, acceptor.session);
    }

    @Test
    public void bothEndsThatWantToAtTheSameMomentMoveOnce() {
        pair.settle();
        issuer.multiplexer.sessions().ask();
        acceptor.multiplexer.sessions().begin();
        pair.settle();
        assertEquals(List.of(Notice.ABLE, Notice.RENEW, Notice.MOVED), issuer.notices);
        assertEquals(List.of(Notice.ABLE, Notice.RENEW, Notice.MOVED), acceptor.notices);
    }

    @Test
    public void anIssuerAsksAndAnAcceptorIsTold() {
        pair.settle();
        issuer.multiplexer.sessions().ask();
        issuer.multiplexer.sessions().begin();
        acceptor.multiplexer.sessions().ask();
        pair.settle();
        assertEquals(List.of(Notice.ABLE), issuer.notices);
        assertEquals(List.of(Notice.ABLE, Notice.ASKED), acceptor.notices);
    }

    @Test
    public void withAnEndOfAnEarlierVersionNothingMovesAndTheCallGoesOn() throws IOException {
        for (boolean olderIssuer : List.of(true, false)) {
            BothEnds mixed = new BothEnds(
                    1,
                    ConversationLimits.DEFAULT,
                    olderIssuer ? Optional.empty() : Optional.of(new PlayedKeys()),
                    olderIssuer ? Optional.of(new PlayedKeys()) : Optional.empty());
            mixed.issuer.multiplexer.open();
            mixed.settle();
            mixed.issuer.multiplexer.sessions().ask();
            mixed.acceptor.multiplexer.sessions().begin();
            mixed.settle();
            assertEquals(List.of(), mixed.issuer.notices);
            assertEquals(List.of(), mixed.acceptor.notices);
            assertNull(mixed.issuer.multiplexer.end());
            assertEquals(1, mixed.acceptor.multiplexer.conversations());
            mixed.inject(mixed.issuer, session(FrameType.SWITCH, 1));
            assertEquals(
                    "frame: 0x10 SWITCH (expected: OPEN, DATA, ACK, FIN, RESET, PING or PONG)",
                    mixed.issuer.multiplexer.end());
        }
    }

    @Test
    public void streamsOfTwoCallsThatAreCrossedBehindSwitchEndBothInWords() throws IOException {
        BothEnds other = BothEnds.moving(2, ConversationLimits.DEFAULT);
        for (BothEnds each : List.of(pair, other)) {
            each.issuer.multiplexer.open();
            each.settle();
            toTheHandshake(each);
            each.shake();
            each.write(each.acceptor, each.acceptor.opened.peek(), new byte[] {1, 2, 3});
        }
        ByteBuffer attach = pair.sent(acceptor);
        assertEquals("nothing follows before the issuer has proved itself", FrameLayout.PROOF_END, attach.remaining());
        other.inject(other.issuer, attach.position(attach.limit()));
        assertEquals(
                "switch to another session: the next session carries another call", other.issuer.multiplexer.end());
        assertEquals("and says nothing", 0, other.sent(other.issuer).remaining());
        acceptor.multiplexer.detached("closed");
        assertEquals(NOT_MOVED + "closed", acceptor.multiplexer.end());
    }

    @Test
    public void anyBitOfAProofCounts() {
        for (int at = FrameLayout.PROOF_ID; at < FrameLayout.PROOF_END; at++) {
            BothEnds each = BothEnds.moving(at, ConversationLimits.DEFAULT);
            each.settle();
            toTheHandshake(each);
            each.shake();
            ByteBuffer attach = each.sent(each.acceptor);
            attach.put(at, (byte) (attach.get(at) ^ 1));
            each.inject(each.issuer, attach.position(attach.limit()));
            assertEquals(
                    "byte " + at,
                    "switch to another session: the next session carries another call",
                    each.issuer.multiplexer.end());
        }
    }

    @Test
    public void betweenSwitchAndTheProofNoOtherFrameIsSentOrTaken() throws IOException {
        pair.settle();
        acceptor.multiplexer.sessions().begin();
        ByteBuffer last = pair.sent(acceptor);
        assertEquals("SWITCH, alone", FrameLayout.SESSION_END, last.remaining());
        acceptor.multiplexer.open();
        assertEquals(0, pair.sent(acceptor).remaining());
        pair.inject(issuer, Frames.both(last.duplicate().position(last.limit()), Frames.bytes()));
        issuer.multiplexer.open();
        assertEquals(FrameLayout.SESSION_END, pair.sent(issuer).remaining());
        assertEquals(0, pair.sent(issuer).remaining());
        pair.inject(issuer, Frames.bytes(FrameType.PING.number()));
        assertEquals("switch to another session: 0x06 PING in the midst of a switch", issuer.multiplexer.end());
    }

    @Test
    public void whatIsDueInTheMidstOfASwitchAsksForNoTickBeforeIt() throws IOException {
        issuer.multiplexer.open();
        pair.settle();
        pair.write(issuer, issuer.multiplexer.open(), new byte[100]);
        pair.settle();
        ConversationState here = acceptor.opened.getLast();
        acceptor.multiplexer.sessions().begin();
        pair.sent(acceptor);
        assertEquals(100, pair.read(acceptor, here, 200).length);
        pair.pass(ConversationLimits.DEFAULT.ackDelay());
        assertTrue(
                "the ACK is due, and must wait",
                acceptor.multiplexer.deadline() - pair.now().nanos() > 0);
    }

    @Test
    public void theFirstFrameOfTheNextSessionIsTheProof() {
        pair.settle();
        toTheHandshake(pair);
        pair.shake();
        pair.inject(issuer, Frames.bytes(FrameType.DATA.number()));
        assertEquals("switch to another session: 0x02 DATA in the midst of a switch", issuer.multiplexer.end());
        pair.sent(acceptor);
        pair.inject(acceptor, Frames.bytes(FrameType.ATTACH.number()));
        assertEquals("switch to another session: 0x12 ATTACH in the midst of a switch", acceptor.multiplexer.end());
    }

    @Test
    public void aSwitchOutOfTurnEndsTheCall() {
        pair.settle();
        pair.inject(issuer, session(FrameType.SWITCH, 0));
        assertEquals("switch to another session: SWITCH to session 0 out of turn", issuer.multiplexer.end());
        pair.inject(acceptor, session(FrameType.SWITCHED, 1));
        assertEquals("switch to another session: SWITCHED to session 1 out of turn", acceptor.multiplexer.end());
    }

    @Test
    public void anAnswerThatComesTwiceEndsTheCall() {
        pair.settle();
        acceptor.multiplexer.sessions().begin();
        pair.sent(acceptor);
        pair.inject(acceptor, Frames.both(session(FrameType.SWITCHED, 1), session(FrameType.SWITCHED, 1)));
        assertEquals("switch to another session: 0x11 SWITCHED in the midst of a switch", acceptor.multiplexer.end());
    }

    @Test
    public void callComesOnceAndBeforeAllOthersAndWhole() {
        BothEnds first = BothEnds.moving(3, ConversationLimits.DEFAULT);
        first.inject(first.issuer, Frames.both(call(1), call(1)));
        assertTrue(
                first.issuer.multiplexer.end(), first.issuer.multiplexer.end().contains("not its first frame"));
        assertEquals(List.of("RESET 0 " + ResetCode.MALFORMED.words()), Frames.words(first.sent(first.issuer)));
        BothEnds second = BothEnds.moving(4, ConversationLimits.DEFAULT);
        second.inject(second.issuer, Frames.both(Frames.bytes(6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), call(1)));
        assertTrue(second.issuer.multiplexer.end().contains("not its first frame"));
        BothEnds third = BothEnds.moving(5, ConversationLimits.DEFAULT);
        third.inject(third.issuer, call(0));
        assertTrue(third.issuer.multiplexer.end().startsWith("CALL of version 0"));
        BothEnds fourth = BothEnds.moving(6, ConversationLimits.DEFAULT);
        fourth.inject(fourth.issuer, Frames.bytes(0x80, 0, 0, 0, 0, 0, 48));
        assertEquals("length of CALL: 48 (expected: at least 49)", fourth.issuer.multiplexer.end());
    }

    @Test
    public void aLaterVersionsLongerCallBeginsAsThisOnesDoes() {
        ByteBuffer longer = call(2);
        longer.putShort(FrameLayout.OPTIONAL_LENGTH, (short) (longer.getShort(FrameLayout.OPTIONAL_LENGTH) + 3));
        pair.sent(issuer);
        pair.inject(issuer, Frames.both(longer.put(new byte[3]), Frames.bytes(6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7)));
        assertTrue(issuer.multiplexer.sessions().able());
        assertEquals(List.of("PONG 7"), Frames.words(pair.sent(issuer)));
    }

    @Test
    public void aSilentIssuerIsGivenUpAfterFiveSecondsAndAnAcceptorAfterFifteen() {
        pair.settle();
        acceptor.multiplexer.sessions().begin();
        pair.carry(acceptor);
        pair.pass(Duration.ofMillis(4999));
        assertNull(acceptor.multiplexer.end());
        pair.pass(Duration.ofMillis(1));
        assertEquals(NOT_MOVED + "it took too long", acceptor.multiplexer.end());
        assertTrue(acceptor.multiplexer.abrupt());
        pair.pass(Duration.ofMillis(9999));
        assertNull(issuer.multiplexer.end());
        pair.pass(Duration.ofMillis(1));
        assertEquals(NOT_MOVED + "it took too long", issuer.multiplexer.end());
    }

    @Test
    public void anIssuerThatIsHeardHasLongerButNotForEver() {
        pair.settle();
        acceptor.multiplexer.sessions().begin();
        pair.sent(acceptor);
        for (int second = 4; second < 30; second += 4) {
            pair.pass(Duration.ofSeconds(4));
            assertNull("after " + second + " s", acceptor.multiplexer.end());
            pair.inject(acceptor, Frames.bytes(7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        }
        pair.pass(Duration.ofSeconds(2));
        assertEquals(NOT_MOVED + "it took too long", acceptor.multiplexer.end());
    }

    @Test
    public void theHandshakeAndTheProofsHaveFiveSecondsTogether() {
        pair.settle();
        toTheHandshake(pair);
        pair.pass(Duration.ofSeconds(4));
        pair.shake();
        pair.sent(acceptor);
        assertNull(acceptor.multiplexer.end());
        pair.pass(Duration.ofSeconds(1));
        assertEquals(NOT_MOVED + "it took too long", acceptor.multiplexer.end());
    }

    @Test
    public void whoeverHangsUpInTheMidstIsUnderstoodInTheNextSession() {
        for (boolean byIssuer : List.of(true, false)) {
            BothEnds each = BothEnds.moving(7, ConversationLimits.DEFAULT);
            each.settle();
            toTheHandshake(each);
            BothEnds.Side who = byIssuer ? each.issuer : each.acceptor;
            who.multiplexer.close("hung up");
            assertNull(who.multiplexer.end());
            each.settle();
            assertEquals("hung up", who.multiplexer.end());
            assertEquals("closed by the peer", each.other(who).multiplexer.end());
        }
    }

    @Test
    public void theSecretIsWipedWithTheCall() {
        pair.settle();
        issuer.multiplexer.cut("for a test", Optional.empty());
        assertFalse(issuer.multiplexer.sessions().able());
        issuer.multiplexer.sessions().ask();
        assertFalse(pair.send(issuer));
    }

    /** Both have agreed on the end of their session, and neither has begun the next one's handshake. */
    private static void toTheHandshake(BothEnds each) {
        each.acceptor.multiplexer.sessions().begin();
        boolean any = true;
        while (any) {
            any = each.carry(each.acceptor);
            any |= each.carry(each.issuer);
        }
        assertTrue(each.acceptor.shaking && each.issuer.shaking);
    }

    private static ByteBuffer session(FrameType type, long epoch) {
        ByteBuffer out = Frames.buffer();
        FrameEncoder.session(out, type, epoch);
        return out;
    }

    private static ByteBuffer call(int version) {
        ByteBuffer out = Frames.buffer();
        byte[] half = new byte[RingCrypto.CALL_HALF_LENGTH];
        new Random(version).nextBytes(half);
        FrameEncoder.call(out, version, half);
        return out;
    }
}
