package org.ringback.call.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.ringback.api.Conversation;
import org.ringback.call.core.ConversationLimits;
import org.ringback.spi.CloseReason;
import org.ringback.transport.ConnectionHandler;
import org.ringback.transport.TcpListener;

/** A forwarded port at the limit of its call-back: who comes waits, nobody is reset. */
public class ForwardedPortTest {
    private static final int PLACES = ConversationLimits.DEFAULT.conversations();

    private final ManualLoop loop = new ManualLoop();
    private final Backlog backlog = new Backlog();
    private final HeardPort heard = new HeardPort();

    @Test
    public void threeHundredConnectionsAtOnceAreServedOneAfterTheOther() throws IOException {
        Line line = new Line(loop, loop, ConversationLimits.DEFAULT);
        ForwardedPort port = listening(line);
        List<Local> all = backlog.fill(300);
        for (int served = 0; served < 300; served++) {
            backlog.acceptInto(port);
            loop.run();
            assertTrue(line.issuer.call.conversations() <= PLACES);
            assertEquals(Math.min(300, served + PLACES), line.acceptor.opened.size());
            assertEquals(300 - Math.min(300, served + PLACES), backlog.waiting());
            serve(line.acceptor.opened.get(served));
            loop.run();
        }
        assertTrue(all.stream().allMatch(local -> local.got == 1 && local.closed && !local.aborted));
        assertFalse(backlog.paused);
    }

    @Test
    public void whatWasAcceptedBeforeThePortCouldPauseWaitsUnread() throws IOException {
        Line line = new Line(loop, loop, ConversationLimits.DEFAULT);
        ForwardedPort port = listening(line);
        List<Local> all = backlog.fill(PLACES + 10);
        backlog.acceptAllInto(port);
        loop.run();
        assertEquals(PLACES, line.acceptor.opened.size());
        assertTrue(all.get(PLACES).paused);
        assertFalse(all.get(PLACES - 1).paused);
        for (int served = 0; served < PLACES + 10; served++) {
            serve(line.acceptor.opened.get(served));
            loop.run();
        }
        assertTrue(all.stream().allMatch(local -> local.got == 1 && local.closed && !local.aborted));
    }

    @Test
    public void whoGoesAwayWhileHeWaitsTakesNoPlace() throws IOException {
        Line line = new Line(loop, loop, ConversationLimits.DEFAULT);
        ForwardedPort port = listening(line);
        List<Local> all = backlog.fill(PLACES + 2);
        backlog.acceptAllInto(port);
        all.get(PLACES).handler.closed(CloseReason.of(CloseReason.Kind.BROKEN, "gone"));
        loop.run();
        serve(line.acceptor.opened.get(0));
        loop.run();
        assertEquals(PLACES + 1, line.acceptor.opened.size());
        assertFalse(all.get(PLACES + 1).paused);
    }

    @Test
    public void theEndOfTheCallBackEndsItsConversationsAndWhoWaitsWaitsForTheNextOne() throws IOException {
        Line line = new Line(loop, loop, ConversationLimits.DEFAULT);
        ForwardedPort port = listening(line);
        List<Local> all = backlog.fill(PLACES + 5);
        backlog.acceptAllInto(port);
        loop.run();
        line.issuer.call.closed(Line.broken("cut"));
        loop.run();
        assertEquals(PLACES, all.stream().filter(local -> local.aborted).count());
        assertEquals(List.of("connection lost: cut"), heard.ended);
        assertTrue("a call is wanted", heard.wanted > 0);
        Line next = new Line(loop, loop, ConversationLimits.DEFAULT);
        next.issuer.call.serve(port, PlayedLocal.ADDRESS);
        loop.run();
        assertEquals(5, next.acceptor.opened.size());
        loop.pass(ForwardedPort.PATIENCE);
        assertEquals(PLACES, all.stream().filter(local -> local.aborted).count());
    }

    @Test
    public void whoeverFindsNoCallWaitsForSomeTimeUnreadAndNoLonger() {
        ForwardedPort port = new ForwardedPort(loop, heard);
        port.listens(backlog);
        loop.run();
        List<Local> all = backlog.fill(1);
        backlog.acceptInto(port);
        loop.pass(ForwardedPort.PATIENCE.minusNanos(1));
        assertTrue(all.get(0).paused && !all.get(0).aborted);
        assertTrue(heard.wanted > 0);
        loop.pass(Duration.ofNanos(1));
        assertTrue(all.get(0).aborted);
    }

    @Test
    public void atMostSixtyFourWaitForACallAndFurtherOnesInTheBacklog() {
        ForwardedPort port = new ForwardedPort(loop, heard);
        port.listens(backlog);
        loop.run();
        List<Local> all = backlog.fill(100);
        backlog.acceptInto(port);
        loop.run();
        assertEquals(100 - ForwardedPort.MOST_WAITING, backlog.waiting());
        port.turnAway();
        assertEquals(
                ForwardedPort.MOST_WAITING,
                all.stream().filter(local -> local.aborted).count());
        assertFalse("accepts again", backlog.paused);
    }

    @Test
    public void aCallThatIsOverAlreadyServesNobody() {
        Line line = new Line(loop, loop, ConversationLimits.DEFAULT);
        line.issuer.call.closed(Line.broken("cut"));
        loop.run();
        ForwardedPort port = new ForwardedPort(loop, heard);
        line.issuer.call.serve(port, PlayedLocal.ADDRESS);
        assertEquals(List.of("connection lost: cut"), heard.ended);
    }

    @Test
    public void whereBuffersRunShortItWaitsUntilThereAreSome() throws IOException {
        // One peer's share: a conversation with whole windows, and sixteen with the first limit.
        ConversationLimits few = new ConversationLimits(
                256 << 10,
                PLACES,
                1 << 20,
                16_369,
                Duration.ofMillis(50),
                Duration.ofSeconds(15),
                Duration.ofSeconds(60));
        Line line = new Line(loop, few, ConversationLimits.DEFAULT);
        ForwardedPort port = listening(line);
        List<Local> all = backlog.fill(200);
        int served = 0;
        while (served < 200) {
            backlog.acceptInto(port);
            loop.pass(ForwardedPort.LOOK_AGAIN);
            assertTrue("somebody is served", served < line.acceptor.opened.size());
            while (served < line.acceptor.opened.size()) {
                serve(line.acceptor.opened.get(served++));
                loop.run();
            }
        }
        assertTrue(all.stream().noneMatch(local -> local.aborted));
    }

    private ForwardedPort listening(Line line) {
        ForwardedPort port = new ForwardedPort(loop, heard);
        line.issuer.call.serve(port, PlayedLocal.ADDRESS);
        port.listens(backlog);
        loop.run();
        return port;
    }

    /** Answers what was sent, and ends. */
    private static void serve(Conversation conversation) throws IOException {
        conversation.output().write(1);
        conversation.close();
    }

    /** What the kernel keeps for a listening socket. */
    private static final class Backlog implements TcpListener {
        private final List<Local> waiting = new ArrayList<>();
        private boolean paused;

        List<Local> fill(int count) {
            for (int number = 0; number < count; number++) {
                waiting.add(new Local());
            }
            return List.copyOf(waiting);
        }

        int waiting() {
            return waiting.size();
        }

        void acceptInto(ForwardedPort port) {
            while (!paused && !waiting.isEmpty()) {
                waiting.remove(0).enter(port);
            }
        }

        void acceptAllInto(ForwardedPort port) {
            while (!waiting.isEmpty()) {
                waiting.remove(0).enter(port);
            }
        }

        @Override
        public InetSocketAddress local() {
            return PlayedLocal.ADDRESS;
        }

        @Override
        public void pauseAccepting() {
            paused = true;
        }

        @Override
        public void resumeAccepting() {
            paused = false;
        }

        @Override
        public void detach() {
            throw new AssertionError("not here");
        }

        @Override
        public void close() {
            throw new AssertionError("the caller's");
        }
    }

    /** A program at the port, which has ended its direction at once. */
    private static final class Local extends PlayedLocal {
        private ConnectionHandler handler;
        private boolean told;

        void enter(ForwardedPort port) {
            handler = port.accept(ADDRESS, ADDRESS);
            handler.opened(this);
            end();
        }

        private void end() {
            if (!paused && !told && handler != null) {
                told = true;
                handler.inputFinished(this);
            }
        }

        @Override
        public void resumeReading() {
            super.resumeReading();
            end();
        }
    }
}
