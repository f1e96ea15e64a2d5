package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.Test;
import org.ringback.api.ServerMiss;
import org.ringback.spi.CloseReason;
import org.ringback.spi.CloseReason.Kind;
import org.ringback.spi.ProtectionException;

public class ServerMissesTest {
    private static final ServerAddress V4 = address("ring.example:3478", "192.0.2.1");
    private static final ServerAddress V6 = address("ring.example:3478", "2001:db8::1");

    private final ServerMisses misses = new ServerMisses();

    @Test
    public void eachCauseIsToldInItsOwnWordsAndWithItsOwnAdvice() {
        told(Kind.REFUSED, ServerMiss.DOWN, "the server takes no connection: ", "nobody listens there");
        told(
                Kind.CLOSED_THERE,
                ServerMiss.DOWN,
                "the server takes no connection: ",
                "it closed the connection before it was proved");
        told(
                Kind.NO_ROUTE,
                ServerMiss.UNREACHED,
                "the server could not be reached: ",
                "this machine has no route to it");
        told(Kind.TIMED_OUT, ServerMiss.UNREACHED, "the server could not be reached: ", "no answer in time");
        told(Kind.BROKEN, ServerMiss.UNREACHED, "the server could not be reached: ", "DETAIL");
        told(Kind.NOT_DIALLED, ServerMiss.NOT_DIALLED, "the server could not be dialled: ", "DETAIL");
        told(Kind.OVERLOADED, ServerMiss.NOT_DIALLED, "the server could not be dialled: ", "DETAIL");
        told(Kind.PROTECTION, ServerMiss.STRANGE, "what answers does not speak as this server should: ", "DETAIL");
        told(Kind.BAD_CHAIN, ServerMiss.CHAIN, "the server's certificate does not hold: ", "DETAIL");
        told(Kind.WRONG_KEY, ServerMiss.OTHER, "another server answers: ", "DETAIL");
        assertEquals(
                "no two causes have the same advice",
                ServerMiss.values().length,
                List.of(ServerMiss.values()).stream()
                        .map(ServerMiss::next)
                        .distinct()
                        .count());
    }

    @Test
    public void aNameWithoutAnAddressIsACauseOfItsOwnOnlyWhereNoAddressIsKnown() {
        misses.resolved(
                new Event.Resolved("ring.example:3478", "ring.example:3478: no address was found for this name"));
        assertEquals(ServerMiss.UNNAMED, misses.cause());
        assertEquals(
                "the server could not be found: ring.example:3478: no address was found for this name",
                misses.clause());
        misses.add(V4, CloseReason.of(Kind.REFUSED, ""));
        assertEquals(ServerMiss.DOWN, misses.cause());
    }

    @Test
    public void whoWasReachedAndDidNotProveItselfTellsMoreThanASilentAddress() {
        misses.add(V4, CloseReason.of(Kind.WRONG_KEY, "server CA: other"));
        misses.add(V6, CloseReason.of(Kind.TIMED_OUT, ""));
        assertEquals(ServerMiss.OTHER, misses.cause());
        assertTrue(misses.met(ServerMiss.UNREACHED));
        assertFalse(misses.met(ServerMiss.CHAIN));
        assertEquals(
                "another server answers: ring.example (192.0.2.1:3478): server CA: other;"
                        + " ring.example ([2001:db8::1]:3478): no answer in time",
                misses.clause());
    }

    @Test
    public void anAddressWithoutARouteIsToldOnlyWhereNothingElseIsKnown() {
        misses.add(V6, CloseReason.of(Kind.NO_ROUTE, ""));
        assertEquals("ring.example ([2001:db8::1]:3478): this machine has no route to it", misses.words());
        assertTrue(misses.noRoute(V6));
        assertFalse(misses.noRoute(V4));
        misses.add(V4, CloseReason.of(Kind.REFUSED, ""));
        assertEquals("ring.example (192.0.2.1:3478): nobody listens there", misses.words());
        misses.clear();
        assertEquals("no address is known", misses.words());
    }

    @Test
    public void anAddressThatTheConfigurationLeavesOutIsNoTroubleOfTheNet() {
        misses.barred(V6, "not of the family of local = 192.0.2.9");
        assertEquals(ServerMiss.BARRED, misses.cause());
        assertEquals("ring.example ([2001:db8::1]:3478): not of the family of local = 192.0.2.9", misses.words());
        misses.add(V4, CloseReason.of(Kind.TIMED_OUT, ""));
        assertEquals(ServerMiss.UNREACHED, misses.cause());
    }

    @Test
    public void aServerThatIsNamedByItsAddressIsNotNamedTwice() {
        misses.add(address("192.0.2.1:3478", "192.0.2.1"), CloseReason.of(Kind.REFUSED, ""));
        assertEquals("192.0.2.1:3478: nobody listens there", misses.words());
        misses.clear();
        misses.add(address("[2001:db8::1]:3478", "2001:db8::1"), CloseReason.of(Kind.REFUSED, ""));
        assertEquals("[2001:db8::1]:3478: nobody listens there", misses.words());
    }

    @Test
    public void whatIsWrongWithAProofIsAKindOfItsOwn() {
        assertEquals(
                Kind.WRONG_KEY, unproved(ProtectionException.Reason.WRONG_KEY).kind());
        assertEquals(
                Kind.BAD_CHAIN, unproved(ProtectionException.Reason.BAD_CHAIN).kind());
        assertEquals(
                Kind.PROTECTION, unproved(ProtectionException.Reason.BROKEN).kind());
        assertEquals("wrong-key", unproved(ProtectionException.Reason.WRONG_KEY).label());
        assertEquals("timed-out", CloseReason.of(Kind.TIMED_OUT, "").label());
    }

    private void told(Kind kind, ServerMiss cause, String before, String words) {
        ServerMisses one = new ServerMisses();
        assertEquals("ring.example (192.0.2.1:3478): " + words, one.add(V4, CloseReason.of(kind, "DETAIL")));
        assertEquals(before + "ring.example (192.0.2.1:3478): " + words, one.clause());
        assertEquals(cause, one.cause());
    }

    private static CloseReason unproved(ProtectionException.Reason fault) {
        return CloseReason.of(new ProtectionException(fault, "DETAIL"));
    }

    private static ServerAddress address(String server, String ip) {
        return new ServerAddress(server, new InetSocketAddress(ip, 3478));
    }
}
