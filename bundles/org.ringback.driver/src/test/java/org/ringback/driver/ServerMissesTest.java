package org.ringback.driver;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.crypto.ProtectionException;
import org.ringback.driver.ServerMisses.Cause;
import org.ringback.transport.CloseReason;
import org.ringback.transport.CloseReason.Kind;

public class ServerMissesTest {
    private static final ServerAddress V4 = address("ring.example:3478", "192.0.2.1");
    private static final ServerAddress V6 = address("ring.example:3478", "2001:db8::1");

    private final ServerMisses misses = new ServerMisses();

    @Test
    public void eachCauseIsToldInItsOwnWordsAndWithItsOwnAdvice() {
        told(CloseKind.REFUSED, Cause.CLOSED, "the server takes no connection: ", "nobody listens there");
        told(
                CloseKind.CLOSED_THERE,
                Cause.CLOSED,
                "the server takes no connection: ",
                "it closed the connection before it was proved");
        told(
                CloseKind.NO_ROUTE,
                Cause.UNREACHED,
                "the server could not be reached: ",
                "this machine has no route to it");
        told(CloseKind.TIMED_OUT, Cause.UNREACHED, "the server could not be reached: ", "no answer in time");
        told(CloseKind.BROKEN, Cause.UNREACHED, "the server could not be reached: ", "DETAIL");
        told(CloseKind.OVERLOADED, Cause.BUSY, "the server could not be dialled: ", "DETAIL");
        told(CloseKind.PROTECTION, Cause.STRANGE, "what answers is no such server: ", "DETAIL");
        told(CloseKind.BAD_CHAIN, Cause.CHAIN, "the server's certificate does not hold: ", "DETAIL");
        told(CloseKind.WRONG_KEY, Cause.OTHER_SERVER, "another server answers: ", "DETAIL");
        assertEquals(
                "no two causes have the same advice",
                Cause.values().length,
                List.of(Cause.values()).stream().map(Cause::next).distinct().count());
    }

    @Test
    public void aNameWithoutAnAddressIsACauseOfItsOwnOnlyWhereNoAddressIsKnown() {
        misses.unnamed(List.of("ring.example:3478: no address was found for this name"));
        assertEquals(Cause.UNNAMED, misses.cause());
        assertEquals(
                "the server could not be found: ring.example:3478: no address was found for this name",
                misses.clause());
        misses.add(V4, CloseKind.REFUSED, "");
        assertEquals(Cause.CLOSED, misses.cause());
    }

    @Test
    public void whoWasReachedAndDidNotProveItselfTellsMoreThanASilentAddress() {
        misses.add(V4, CloseKind.WRONG_KEY, "server CA: other");
        misses.add(V6, CloseKind.TIMED_OUT, "");
        assertEquals(Cause.OTHER_SERVER, misses.cause());
        assertTrue(misses.met(Cause.UNREACHED));
        assertFalse(misses.met(Cause.CHAIN));
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
        assertEquals(Cause.BARRED, misses.cause());
        assertEquals("ring.example ([2001:db8::1]:3478): not of the family of local = 192.0.2.9", misses.words());
        misses.add(V4, CloseKind.TIMED_OUT, "");
        assertEquals(Cause.UNREACHED, misses.cause());
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

    private void told(CloseKind kind, Cause cause, String before, String words) {
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
