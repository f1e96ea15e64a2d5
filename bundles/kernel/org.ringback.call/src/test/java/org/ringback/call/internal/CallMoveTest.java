package org.ringback.call.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;
import org.ringback.api.control.RefusedException;
import org.ringback.kernel.Call;
import org.ringback.kernel.CutReason;
import org.ringback.kernel.HeldSuites;

/** When a call moves to other crypto, when it does not, and when that ends it. */
public class CallMoveTest {
    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final int SECOND = 2;
    private static final Set<Long> FORMER = Set.of(1L);

    private final ManualLoop loop = new ManualLoop();
    private final HeldSuites atIssuer = Crypto.suites();
    private final HeldSuites atAcceptor = Crypto.suites();

    @Test
    public void itMovesWithinThirtySecondsOnceTheAcceptorUsesOtherCrypto() throws Exception {
        Line line = line();
        exchange(atAcceptor);
        loop.pass(Duration.ofMillis(999));
        assertEquals("not at once", 0, line.acceptor.renewals);
        loop.pass(Duration.ofSeconds(30));
        assertEquals(1, line.acceptor.renewals);
        assertEquals(1, line.issuer.renewals);
        assertEquals(List.of(0, 1), sessions(atAcceptor));
        assertEquals("the issuer's stays the same bundle's", List.of(1), sessions(atIssuer));
        loop.pass(MINUTE);
        assertEquals("once", 1, line.acceptor.renewals);
        stands(line);
    }

    @Test
    public void itMovesWithinAMinuteOnceTheIssuerUsesOtherCrypto() throws Exception {
        Line line = line();
        exchange(atIssuer);
        loop.pass(MINUTE);
        assertEquals(List.of(0, 1), sessions(atIssuer));
        assertEquals(1, line.issuer.renewals);
        stands(line);
    }

    @Test
    public void whereBothChangeOneMoveIsForBothOrTheSecondFollows() throws Exception {
        Line line = line();
        exchange(atIssuer);
        exchange(atAcceptor);
        loop.pass(MINUTE);
        assertEquals(List.of(0, 1), sessions(atIssuer));
        assertEquals(List.of(0, 1), sessions(atAcceptor));
        assertTrue("moves: " + line.issuer.renewals, line.issuer.renewals <= 2);
        stands(line);
    }

    @Test
    public void manyCallsDoNotMoveAtTheSameMoment() throws Exception {
        for (int i = 0; i < 50; i++) {
            line();
        }
        exchange(atAcceptor);
        Set<Integer> seen = new HashSet<>();
        for (int second = 0; second <= 30; second++) {
            loop.pass(Duration.ofSeconds(1));
            seen.add(sessions(atAcceptor).get(0));
        }
        assertEquals(List.of(0, 50), sessions(atAcceptor));
        assertTrue("at so many different moments: " + seen.size(), seen.size() > 15);
    }

    @Test
    public void whileNoCryptoRunsItStaysWhereItIsAndMovesToWhatComes() {
        Line line = line();
        atAcceptor.dropProvider(1);
        loop.pass(MINUTE);
        assertEquals(0, line.acceptor.renewals);
        atAcceptor.take(Crypto.PROVIDER, Crypto.SECOND, SECOND);
        loop.pass(MINUTE);
        assertEquals(1, line.acceptor.renewals);
        stands(line);
    }

    @Test
    public void cryptoThatIsBackBeforeTheMoveBeginsMovesNothing() throws Exception {
        Line line = line();
        exchange(atAcceptor);
        atAcceptor.use(Set.of(1L));
        loop.pass(MINUTE);
        assertEquals(0, line.acceptor.renewals);
        stands(line);
    }

    @Test
    public void theRoleIsAskedBeforeAndMayCutIt() throws Exception {
        Line line = line();
        line.acceptor.call.owner(new Call.Owner() {
            @Override
            public void ended(String why) {
                // the listener hears of it
            }

            @Override
            public void moves() {
                line.acceptor.call.cut("the grant was revoked", Optional.of(CutReason.REVOKED));
            }
        });
        exchange(atAcceptor);
        loop.pass(MINUTE);
        assertEquals(List.of("the grant was revoked"), line.acceptor.ended);
        assertEquals(0, line.acceptor.renewals);
    }

    @Test
    public void withAnEndOfAnEarlierVersionItStays() throws Exception {
        for (boolean olderIssuer : List.of(true, false)) {
            Line line = new Line(
                    loop,
                    olderIssuer ? Optional.empty() : Optional.of(Crypto.suites()),
                    olderIssuer ? Optional.of(atAcceptor) : Optional.empty());
            exchange(olderIssuer ? atAcceptor : atIssuer);
            loop.pass(MINUTE);
            assertEquals(0, line.issuer.renewals + line.acceptor.renewals);
            stands(line);
        }
    }

    @Test
    public void whoHasNotMovedInTimeIsCutWhereThatIsWanted() throws Exception {
        Line older = new Line(loop, Optional.empty(), Optional.of(atAcceptor));
        Line line = line();
        exchange(atAcceptor);
        older.acceptor.call.cutUnmoved(FORMER, MINUTE);
        line.acceptor.call.cutUnmoved(FORMER, MINUTE);
        loop.pass(MINUTE.minusMillis(1));
        stands(older);
        loop.pass(Duration.ofMillis(1));
        assertEquals(
                List.of(
                        "the crypto that protects it, crypto 1, is not used any more, and the other end did not move to another"
                                + " session in time"),
                older.acceptor.ended);
        assertTrue("at once", older.acceptor.aborted);
        assertFalse("not behind what waits", older.acceptor.closed);
        stands(line);
    }

    @Test
    public void nobodyIsCutWhoIsOnTheCryptoThatIsUsed() throws Exception {
        Line older = new Line(loop, Optional.empty(), Optional.of(atAcceptor));
        older.acceptor.call.cutUnmoved(FORMER, MINUTE);
        exchange(atAcceptor);
        older.acceptor.call.cutUnmoved(FORMER, MINUTE.dividedBy(2));
        atAcceptor.use(Set.of(1L));
        loop.pass(MINUTE.multipliedBy(2));
        stands(older);
    }

    private Line line() {
        Line line = new Line(loop, Optional.of(atIssuer), Optional.of(atAcceptor));
        loop.run();
        return line;
    }

    /** As an update does: the second bundle comes, and is used from then on. */
    private static void exchange(HeldSuites suites) throws RefusedException {
        suites.take(Crypto.PROVIDER, Crypto.SECOND, SECOND);
        suites.use(Set.of((long) SECOND));
    }

    private static List<Integer> sessions(HeldSuites suites) {
        return suites.uses().stream().map(use -> use.sessions()).toList();
    }

    private static void stands(Line line) {
        assertEquals(List.of(), line.issuer.ended);
        assertEquals(List.of(), line.acceptor.ended);
    }
}
