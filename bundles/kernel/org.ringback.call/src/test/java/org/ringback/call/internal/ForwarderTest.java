package org.ringback.call.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.Conversation;
import org.ringback.api.ConversationResetException;
import org.ringback.api.RingReason;
import org.ringback.call.core.ConversationLimits;
import org.ringback.call.core.ResetCode;
import org.ringback.spi.CloseReason;
import org.ringback.transport.ConnectionHandler;

/** Forwarding between a scripted local connection at the issuer and streams, or a dialled one, at the acceptor. */
public class ForwarderTest {
    private static final InetSocketAddress ADDRESS = PlayedLocal.ADDRESS;
    private static final int WINDOW = ConversationLimits.DEFAULT.window();

    private final ManualLoop loop = new ManualLoop();
    private final Line line = new Line(loop, loop, ConversationLimits.DEFAULT);
    private final PlayedLocal local = new PlayedLocal();
    private ConnectionHandler handler;
    private final HeardDial heard = new HeardDial();
    private Conversation there;

    @Before
    public void aLocalConnectionStands() {
        handler = accepted();
        handler.opened(local);
        loop.run();
        there = line.acceptor.opened.get(0);
    }

    private ConnectionHandler accepted() {
        ForwardedPort port = new ForwardedPort(loop, new HeardPort());
        port.listens(new PlayedListener());
        line.issuer.call.serve(port, ADDRESS);
        loop.run();
        return port.accept(ADDRESS, ADDRESS);
    }

    @Test
    public void bytesAndEndsPassBothWays() throws IOException {
        handler.received(local, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        handler.inputFinished(local);
        loop.run();
        assertEquals(6, sum(there.input().readAllBytes()));
        there.output().write(new byte[] {4, 5});
        loop.run();
        assertEquals(9, local.sum);
        assertFalse(local.finished);
        there.output().close();
        loop.run();
        assertTrue(local.finished && local.closed);
        assertFalse(local.aborted);
        assertEquals(0, line.issuer.call.conversations());
        assertEquals(0, line.acceptor.call.conversations());
    }

    @Test
    public void aReaderThatDoesNotReadStopsTheLocalConnectionAtTheWindow() throws IOException {
        int sent = 0;
        while (!local.paused) {
            handler.received(local, ByteBuffer.wrap(new byte[10_000]));
            loop.run();
            sent += 10_000;
        }
        assertEquals(WINDOW, there.input().available());
        assertTrue(sent > WINDOW && sent <= WINDOW + 10_000);
        // What the transport had under way still comes.
        handler.received(local, ByteBuffer.wrap(new byte[5_000]));
        handler.inputFinished(local);
        loop.run();
        assertEquals(WINDOW, there.input().readNBytes(WINDOW).length);
        loop.run();
        assertFalse("reads on", local.paused);
        assertEquals(sent + 5_000 - WINDOW, there.input().readAllBytes().length);
    }

    @Test
    public void whatTheLocalConnectionDoesNotTakeIsNotAcknowledged() throws IOException {
        local.full = true;
        there.output().write(new byte[WINDOW]);
        loop.pass(Duration.ofSeconds(1));
        assertEquals(0, local.got);
        assertThrows("full", IllegalStateException.class, () -> there.output().write(1));
        local.full = false;
        handler.writable(local);
        loop.pass(Duration.ofSeconds(1));
        assertEquals(WINDOW, local.got);
        there.output().write(1);
        loop.run();
        assertEquals(WINDOW + 1, local.got);
    }

    @Test
    public void aBrokenLocalConnectionIsAResetAndNoEnd() {
        handler.closed(CloseReason.of(CloseReason.Kind.BROKEN, "reset"));
        loop.run();
        IOException failure =
                assertThrows(IOException.class, () -> there.input().read());
        assertTrue(failure.getMessage(), failure.getMessage().contains("local connection"));
    }

    @Test
    public void whatALocalConnectionSaidBeforeItBrokeComesWholeAndThenTheReset() throws IOException {
        int sent = 0;
        while (!local.paused) {
            handler.received(local, ByteBuffer.wrap(new byte[10_000]));
            loop.run();
            sent += 10_000;
        }
        there.output().write(new byte[100]);
        handler.closed(CloseReason.of(CloseReason.Kind.BROKEN, "reset"));
        loop.run();
        assertEquals("all of the window", WINDOW, there.input().readNBytes(WINDOW).length);
        loop.run();
        assertEquals("and what waited behind it", sent - WINDOW, there.input().readNBytes(sent - WINDOW).length);
        assertEquals(1, line.issuer.call.conversations());
        loop.pass(Duration.ofSeconds(1));
        IOException failure =
                assertThrows(IOException.class, () -> there.input().read());
        assertTrue(failure.getMessage(), failure.getMessage().contains("local connection"));
        assertEquals(0, line.issuer.call.conversations());
        assertEquals(0, line.acceptor.call.conversations());
    }

    @Test
    public void aResetBehindWhatNobodyTakesHereSwallowsWhatStillComes() throws IOException {
        handler.received(local, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        loop.run();
        handler.closed(CloseReason.of(CloseReason.Kind.BROKEN, "reset"));
        loop.run();
        there.output().write(new byte[WINDOW]);
        loop.pass(Duration.ofSeconds(1));
        there.output().write(new byte[WINDOW]);
        loop.pass(Duration.ofSeconds(1));
        assertEquals("nobody was told", 0, local.got);
        assertEquals(6, sum(there.input().readNBytes(3)));
        loop.pass(Duration.ofSeconds(1));
        assertThrows(IOException.class, () -> there.output().write(1));
    }

    @Test
    public void aResetConversationIsAResetLocally() {
        there.reset();
        loop.run();
        assertTrue(local.aborted);
        assertFalse(local.finished);
        handler.received(local, ByteBuffer.wrap(new byte[1]));
        handler.closed(CloseReason.of(CloseReason.Kind.CLOSED_HERE, "aborted"));
        loop.run();
        assertEquals(0, line.issuer.call.conversations());
    }

    @Test
    public void aResetBehindThePeersWholeAnswerCutsNothingOfItLocally() throws IOException {
        there.output().write(new byte[] {4, 5});
        there.output().close();
        loop.run();
        assertTrue(local.finished);
        there.reset();
        loop.run();
        assertTrue(local.closed);
        assertFalse(local.aborted);
    }

    @Test
    public void aResetBehindAnAnswerThatTheLocalConnectionTookButForItsEndCutsNothingEither() throws IOException {
        there.output().write(new byte[WINDOW]);
        there.output().close();
        local.fullAfter = WINDOW;
        loop.pass(Duration.ofSeconds(1));
        assertEquals(WINDOW, local.got);
        assertFalse(local.finished);
        there.reset();
        loop.run();
        assertTrue(local.closed);
        assertFalse(local.aborted);
    }

    @Test
    public void aLostCallBackIsAResetLocally() {
        line.issuer.call.closed(Line.broken("cut"));
        assertTrue(local.aborted);
        assertFalse(local.finished);
    }

    @Test
    public void aLocalConnectionThatComesAfterTheEndIsResetIfNoCallComes() {
        line.issuer.call.closed(Line.broken("cut"));
        PlayedLocal late = new PlayedLocal();
        ConnectionHandler lateHandler = accepted();
        lateHandler.opened(late);
        lateHandler.received(late, ByteBuffer.wrap(new byte[1]));
        loop.pass(ForwardedPort.PATIENCE);
        assertTrue(late.aborted);
        lateHandler.closed(CloseReason.of(CloseReason.Kind.CLOSED_HERE, "aborted"));
    }

    @Test
    public void joiningDialsAndPassesWhatHasComeMeanwhile() throws IOException {
        handler.received(local, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        loop.run();
        Dialler dialler = line.dialler;
        line.acceptor.call.join(there, ADDRESS, heard);
        handler.received(local, ByteBuffer.wrap(new byte[] {4}));
        loop.run();
        assertEquals(ADDRESS, dialler.options.remote());
        PlayedLocal joined = new PlayedLocal();
        dialler.handler.opened(joined);
        loop.run();
        assertEquals(10, joined.sum);
        dialler.handler.received(joined, ByteBuffer.wrap(new byte[] {5, 6}));
        dialler.handler.inputFinished(joined);
        handler.inputFinished(local);
        loop.run();
        assertEquals(11, local.sum);
        assertTrue(local.finished && joined.finished && local.closed && joined.closed);
        assertEquals(0, line.acceptor.call.conversations());
        // The transport may close by itself as soon as both directions ended.
        dialler.handler.closed(CloseReason.of(CloseReason.Kind.CLOSED_THERE, "both ended"));
        handler.closed(CloseReason.of(CloseReason.Kind.CLOSED_THERE, "both ended"));
        loop.run();
    }

    @Test
    public void aTransportThatClosesByItselfAfterBothEndsBreaksNothing() throws IOException {
        there.output().close();
        loop.run();
        handler.received(local, ByteBuffer.wrap(new byte[2 * WINDOW]));
        handler.inputFinished(local);
        handler.closed(CloseReason.of(CloseReason.Kind.CLOSED_THERE, "both ended"));
        loop.run();
        int got = there.input().readNBytes(WINDOW).length;
        loop.run();
        got += there.input().readAllBytes().length;
        assertEquals(2L * WINDOW, got);
    }

    @Test
    public void anAddressWhereNobodyListensIsTheReasonAtTheOtherEnd() throws IOException {
        Conversation here = line.issuer.call.open();
        loop.run();
        Dialler dialler = line.dialler;
        line.acceptor.call.join(line.acceptor.opened.get(1), ADDRESS, heard);
        dialler.handler.closed(CloseReason.of(CloseReason.Kind.REFUSED, "nobody"));
        loop.run();
        ConversationResetException failure = assertThrows(
                ConversationResetException.class, () -> here.input().read());
        assertTrue(failure.getMessage(), failure.getMessage().contains("does not answer"));
        assertEquals(Optional.of(RingReason.SERVICE_DOWN), failure.reason());
        assertEquals("the owner hears which address and why", List.of("nobody"), heard.unreachable);
    }

    @Test
    public void aServiceThatNothingAnswersIsTheReasonAtTheOtherEnd() throws IOException {
        Conversation here = line.issuer.call.open();
        loop.run();
        line.acceptor.call.reset(line.acceptor.opened.get(1), ResetCode.NO_SERVICE);
        loop.run();
        ConversationResetException failure = assertThrows(
                ConversationResetException.class, () -> here.input().read());
        assertEquals(Optional.of(RingReason.NO_SUCH_SERVICE), failure.reason());
        assertThrows(IllegalArgumentException.class, () -> line.acceptor.call.reset(here, ResetCode.NO_SERVICE));
    }

    @Test
    public void aResetByWhatAnswersSaysThatTheServiceBroke() throws IOException {
        Conversation here = line.issuer.call.open();
        loop.run();
        line.acceptor.opened.get(1).reset();
        loop.run();
        ConversationResetException failure = assertThrows(
                ConversationResetException.class, () -> here.input().read());
        assertEquals(Optional.of(RingReason.SERVICE_BROKE), failure.reason());
    }

    @Test
    public void aConversationThatIsResetWhileItsAddressIsDialledIsNotForwarded() {
        Dialler dialler = line.dialler;
        line.acceptor.call.join(there, ADDRESS, heard);
        handler.closed(CloseReason.of(CloseReason.Kind.BROKEN, "reset"));
        loop.run();
        PlayedLocal joined = new PlayedLocal();
        dialler.handler.opened(joined);
        assertTrue(joined.aborted);
    }

    private static int sum(byte[] bytes) {
        int sum = 0;
        for (byte value : bytes) {
            sum += value;
        }
        return sum;
    }
}
