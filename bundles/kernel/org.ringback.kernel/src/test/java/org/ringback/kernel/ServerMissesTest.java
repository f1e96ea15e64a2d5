package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.ServerMiss;
import org.ringback.spi.ProtectionException;
import org.ringback.transport.CloseReason;
import org.ringback.transport.CloseReason.Kind;

public class ServerMissesTest {
    private static final ServerAddress V4 = address("ring.example:3478", "192.0.2.1");
    private static final ServerAddress V6 = address("ring.example:3478", "2001:db8::1");

    private final ServerMisses misses = new ServerMisses();

    @Test
    public void eachCauseIsToldInItsOwnWordsAndWithItsOwnAdvice() {
        told(CloseKind.REFUSED, ServerMiss.DOWN, "the server takes no connection: ", "nobody listens there");
        told(
                CloseKind.CLOSED_THERE,
                ServerMiss.DOWN,
                "the server takes no connection: ",
                "it closed the connection before it was proved");
        told(
                CloseKind.NO_ROUTE,
                ServerMiss.UNREACHED,
                "the server could not be reached: ",
                "this machine has no route to it");
        told(CloseKind.TIMED_OUT, ServerMiss.UNREACHED, "the server could not be reached: ", "no answer in time");
        told(CloseKind.BROKEN, ServerMiss.UNREACHED, "the server could not be reached: ", "DETAIL");
        told(CloseKind.NOT_DIALLED, ServerMiss.NOT_DIALLED, "the server could not be dialled: ", "DETAIL");
        told(CloseKind.OVERLOADED, ServerMiss.NOT_DIALLED, "the server could not be dialled: ", "DETAIL");
        told(CloseKind.PROTECTION, ServerMiss.STRANGE, "what answers does not speak as this server should: ", "DETAIL");
        told(CloseKind.BAD_CHAIN, ServerMiss.CHAIN, "the server's certificate does not hold: ", "DETAIL");
        told(CloseKind.WRONG_KEY, ServerMiss.OTHER, "another server answers: ", "DETAIL");
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
        misses.unnamed(List.of("ring.example:3478: no address was found for this name"));
        assertEquals(ServerMiss.UNNAMED, misses.cause());
        assertEquals(
                "the server could not be found: ring.example:3478: no address was found for this name",
                misses.clause());
        misses.add(V4, CloseKind.REFUSED, "");
        assertEquals(ServerMiss.DOWN, misses.cause());
    }

    @Test
    public void whoWasReachedAndDidNotProveItselfTellsMoreThanASilentAddress() {
        misses.add(V4, CloseKind.WRONG_KEY, "server CA: other");
        misses.add(V6, CloseKind.TIMED_OUT, "");
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
        misses.add(V6, CloseKind.NO_ROUTE, "");
        assertEquals("ring.example ([2001:db8::1]:3478): this machine has no route to it", misses.words());
        assertTrue(misses.noRoute(V6));
        assertFalse(misses.noRoute(V4));
        misses.add(V4, CloseKind.REFUSED, "");
        assertEquals("ring.example (192.0.2.1:3478): nobody listens there", misses.words());
        misses.clear();
        assertEquals("no address is known", misses.words());
    }

    @Test
    public void anAddressThatTheConfigurationLeavesOutIsNoTroubleOfTheNet() {
        misses.barred(V6, "not of the family of local = 192.0.2.9");
        assertEquals(ServerMiss.BARRED, misses.cause());
        assertEquals("ring.example ([2001:db8::1]:3478): not of the family of local = 192.0.2.9", misses.words());
        misses.add(V4, CloseKind.TIMED_OUT, "");
        assertEquals(ServerMiss.UNREACHED, misses.cause());
    }

    @Test
    public void aServerThatIsNamedByItsAddressIsNotNamedTwice() {
        misses.add(address("192.0.2.1:3478", "192.0.2.1"), CloseKind.REFUSED, "");
        assertEquals("192.0.2.1:3478: nobody listens there", misses.words());
        misses.clear();
        misses.add(address("[2001:db8::1]:3478", "2001:db8::1"), CloseKind.REFUSED, "");
        assertEquals("[2001:db8::1]:3478: nobody listens there", misses.words());
    }

    @Test
    public void whatIsWrongWithAProofIsAKindOfItsOwn() {
        assertEquals(CloseKind.WRONG_KEY, CloseKind.of(unproved(ProtectionException.Reason.WRONG_KEY)));
        assertEquals(CloseKind.BAD_CHAIN, CloseKind.of(unproved(ProtectionException.Reason.BAD_CHAIN)));
        assertEquals(CloseKind.PROTECTION, CloseKind.of(unproved(ProtectionException.Reason.BROKEN)));
        for (Kind kind : Kind.values()) {
            assertEquals(kind.name(), CloseKind.of(CloseReason.of(kind, "")).name());
        }
    }

    private void told(CloseKind kind, ServerMiss cause, String before, String words) {
        ServerMisses one = new ServerMisses();
        assertEquals("ring.example (192.0.2.1:3478): " + words, one.add(V4, kind, "DETAIL"));
        assertEquals(before + "ring.example (192.0.2.1:3478): " + words, one.clause());
        assertEquals(cause, one.cause());
    }

    private static CloseReason unproved(ProtectionException.Reason fault) {
        return new CloseReason(Kind.PROTECTION, "", Optional.of(fault));
    }

    private static ServerAddress address(String server, String ip) {
        return new ServerAddress(server, new InetSocketAddress(ip, 3478));
    }
}
