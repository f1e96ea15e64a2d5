package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.ProtectionId;
import org.ringback.spi.CloseReason;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;

/** What is to begin while the crypto bundle is away. */
public class NewWorkTest {
    private static final long PROVIDER = 1;
    private static final long TLS13 = 2;

    private final HandTurnedLoop loop = new HandTurnedLoop();
    private final HeldSuites suites = new HeldSuites();
    private final List<String> seen = new ArrayList<>();
    private NewWork work;

    @Before
    public void crypto() {
        back();
        suites.take(HeldSuitesTest.protection(ProtectionId.TLS13), CryptoBundle.NONE, TLS13);
        work = new NewWork(loop, suites);
    }

    private void back() {
        suites.take(HeldSuitesTest.provider(), CryptoBundle.NONE, PROVIDER);
    }

    private void away() {
        suites.dropProvider(PROVIDER);
    }

    private void begin(String name) {
        work.begin(name, Optional.of(ProtectionId.TLS13), () -> seen.add(name), why -> seen.add(name + ": " + why));
    }

    @Test
    public void whileCryptoRunsItBeginsAtOnce() {
        begin("dial");
        assertEquals(List.of("dial"), seen);
    }

    @Test
    public void whatComesMeanwhileBeginsInItsOrderOnceCryptoIsBack() {
        away();
        begin("one");
        begin("two");
        loop.pass(NewWork.LONGEST.minusMillis(100));
        assertEquals(List.of(), seen);
        back();
        loop.turn();
        assertEquals(List.of("one", "two"), seen);
        loop.pass(Duration.ofSeconds(10));
        assertEquals("once", List.of("one", "two"), seen);
    }

    @Test
    public void whatWaitsForTooLongIsRefusedInWordsAndSoIsWhatIsTooMuch() {
        away();
        for (int i = 0; i < NewWork.MOST; i++) {
            begin("n" + i);
        }
        begin("more");
        assertEquals(List.of("more: no crypto runs here (expected: start org.ringback.crypto)"), seen);
        loop.pass(NewWork.LONGEST);
        assertEquals(1 + NewWork.MOST, seen.size());
        begin("room");
        assertEquals("again", 1 + NewWork.MOST, seen.size());
    }

    @Test
    public void whatNobodyWantsAnyMoreDoesNotBegin() {
        away();
        begin("one");
        assertTrue(work.forget("one"));
        assertFalse(work.forget("one"));
        back();
        loop.turn();
        loop.pass(Duration.ofSeconds(10));
        assertEquals(List.of(), seen);
    }

    @Test
    public void forAProtectionThatNeverRanNothingWaits() {
        work.begin("dial", Optional.of(ProtectionId.CERTIFICATE_FIRST), () -> seen.add("dial"), why -> seen.add(why));
        assertEquals(1, seen.size());
        assertTrue(seen.get(0), seen.get(0).startsWith("protection: number 2: "));
    }

    @Test
    public void anAcceptedConnectionIsHeldUnreadAndThenPassedOn() {
        away();
        ScriptedConnection connection = new ScriptedConnection();
        ConnectionHandler held = answer();
        held.opened(connection);
        assertTrue(connection.paused);
        back();
        loop.turn();
        assertFalse(connection.paused);
        assertEquals(List.of("opened"), seen);
        assertTrue(connection.passedTo instanceof Heard);
    }

    @Test
    public void aConnectionIsHeldAlsoWhereCryptoComesBackAtThatMoment() {
        away();
        Suites comesBack = (Suites) Proxy.newProxyInstance(
                Suites.class.getClassLoader(), new Class<?>[] {Suites.class}, (self, method, arguments) -> {
                    Object answer = method.invoke(suites, arguments);
                    if (method.getName().equals("missing")) {
                        back();
                    }
                    return answer;
                });
        work = new NewWork(loop, comesBack);
        ScriptedConnection connection = new ScriptedConnection();
        answer().opened(connection);
        loop.turn();
        assertEquals(List.of("opened"), seen);
    }

    @Test
    public void aHeldConnectionThatEndsOrIsNotWantedOrWaitsTooLongIsClosedOnceAndSaid() {
        away();
        ConnectionHandler left = answer();
        left.opened(new ScriptedConnection());
        left.closed(CloseReason.of(CloseReason.Kind.CLOSED_THERE, "left"));
        assertEquals(List.of("over: left"), seen);
        seen.clear();
        ScriptedConnection unwanted = new ScriptedConnection();
        answer().opened(unwanted);
        assertTrue(work.forget("call"));
        assertTrue(unwanted.aborted);
        ScriptedConnection late = new ScriptedConnection();
        ConnectionHandler held = answer();
        held.opened(late);
        loop.pass(NewWork.LONGEST);
        assertTrue(late.aborted);
        held.closed(CloseReason.of(CloseReason.Kind.CLOSED_HERE, "aborted"));
        assertEquals(List.of("refused"), seen);
    }

    @Test
    public void whileCryptoRunsTheHandlerItselfTakesTheConnection() {
        ConnectionHandler own = new Heard();
        assertSame(own, work.answer("call", Optional.empty(), () -> own, why -> {}, reason -> {}));
    }

    @Test
    public void aHandlerThatPausesAsItBeginsStaysPaused() {
        away();
        ScriptedConnection connection = new ScriptedConnection();
        ConnectionHandler held = work.answer(
                "call",
                Optional.empty(),
                () -> new Heard() {
                    @Override
                    public void opened(Connection opened) {
                        opened.pauseReading();
                    }
                },
                why -> {},
                reason -> {});
        held.opened(connection);
        back();
        loop.turn();
        assertTrue(connection.paused);
    }

    @Test
    public void aFaultRefusesTheOneThatItIsOfAndNoOther() {
        away();
        work.begin(
                "bad",
                Optional.empty(),
                () -> {
                    throw new IllegalStateException("a fault");
                },
                why -> seen.add("bad: " + why));
        begin("good");
        back();
        assertThrows(IllegalStateException.class, loop::turn);
        assertEquals(2, seen.size());
        assertTrue(seen.get(0), seen.get(0).startsWith("bad: "));
        assertEquals("good", seen.get(1));
    }

    @Test
    public void whatWaitsIsNotOvertaken() {
        away();
        begin("first");
        back();
        begin("second");
        assertEquals(List.of("first", "second"), seen);
    }

    private ConnectionHandler answer() {
        return work.answer(
                "call",
                Optional.of(ProtectionId.TLS13),
                Heard::new,
                why -> seen.add("refused"),
                reason -> seen.add("over: " + reason));
    }

    private class Heard implements ConnectionHandler {
        @Override
        public void opened(Connection connection) {
            seen.add("opened");
        }

        @Override
        public void received(Connection connection, ByteBuffer bytes) {
            seen.add(bytes.remaining() + " bytes");
        }

        @Override
        public void closed(CloseReason reason) {
            seen.add("closed");
        }
    }
}
