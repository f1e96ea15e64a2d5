package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.Test;

public final class ServerRouteTest {
    private static final String NAME = "server.example:3478";
    private static final String OTHER = "[2001:db8::9]:3478";
    private static final ServerAddress V4 = at(NAME, "192.0.2.1");
    private static final ServerAddress V4_TOO = at(NAME, "192.0.2.2");
    private static final ServerAddress V4_THREE = at(NAME, "192.0.2.3");
    private static final ServerAddress V6 = at(NAME, "2001:db8::1");
    private static final ServerAddress V6_TOO = at(OTHER, "2001:db8::9");

    private final ServerRoute route = new ServerRoute(List.of(NAME, OTHER));

    private static ServerAddress at(String name, String address) {
        return new ServerAddress(name, new InetSocketAddress(address, 3478));
    }

    private boolean found(String name, ServerAddress... addresses) {
        return route.found(
                name, Arrays.stream(addresses).map(ServerAddress::address).toList());
    }

    @Test
    public void familiesTakeTurnsBeginningWithWhatTheResolverPutFirst() {
        found(NAME, V4, V4_TOO, V4_THREE, V6);
        found(OTHER, V6_TOO);
        assertEquals(List.of(V4, V6, V4_TOO, V6_TOO, V4_THREE), route.addresses());
        found(NAME, V6, V4, V4_TOO);
        assertEquals(List.of(V6, V4, V6_TOO, V4_TOO), route.addresses());
    }

    @Test
    public void theLastGoodAddressComesFirstAndTheOtherFamilyAfterIt() {
        found(NAME, V4, V4_TOO, V6);
        route.proved(V4_TOO);
        assertEquals(List.of(V4_TOO, V6, V4), route.addresses());
    }

    @Test
    public void anAddressThatTheNamesDoNotGiveAnyMoreComesLastUntilAnotherOneIsGood() {
        found(NAME, V4, V6);
        route.proved(V4);
        found(NAME, V4_TOO, V6);
        assertFalse(route.lists(V4));
        assertEquals(List.of(V4_TOO, V6, V4), route.addresses());
        route.proved(V4_TOO);
        assertEquals(List.of(V4_TOO, V6), route.addresses());
    }

    @Test
    public void aNameOfSomebodyElseOrWithoutAddressTellsNothing() {
        assertFalse(found("elsewhere.example:3478", V4));
        assertFalse(found(NAME));
        assertEquals(List.of(), route.addresses());
        assertTrue(found(NAME, V4));
        assertFalse("what is known stays", found(NAME));
        assertEquals(List.of(V4), route.addresses());
    }

    @Test
    public void namesAreBelievedForAMinute() {
        assertTrue(route.due(5));
        route.asked(5);
        assertFalse(route.due(5 + Duration.ofSeconds(60).toNanos() - 1));
        assertTrue(route.due(5 + Duration.ofSeconds(60).toNanos()));
    }

    /** [ISS-29] */
    @Test
    public void aFamilyThatFailedIsNotTriedBeforeItsTime() {
        assertTrue(route.bothFamilies(Long.MIN_VALUE));
        route.oneFamily(7);
        assertFalse(route.bothFamilies(6));
        assertTrue(route.bothFamilies(7));
    }

    /** [ACC-43] */
    @Test
    public void aRouteToFixedAddressesKeepsTheirOrder() {
        assertEquals(List.of(V6, V4), ServerRoute.only(List.of(V6, V4)).addresses());
        assertEquals(List.of(V6_TOO, V4), ServerRoute.only(List.of(V6_TOO, V4)).addresses());
    }

    @Test
    public void hostsAreTheAddressesWithoutPorts() {
        found(NAME, V4, V6);
        assertEquals(List.of(V4.address().getAddress(), V6.address().getAddress()), route.hosts());
    }

    @Test
    public void aRouteToOneAddressAsksForNothingAndChangesForNothing() {
        ServerRoute only = ServerRoute.only(V4);
        assertFalse(only.due(Long.MAX_VALUE));
        assertFalse(only.named());
        assertFalse(only.found(NAME, List.of(V6.address())));
        assertEquals(List.of(V4), only.addresses());
        assertEquals(List.of(NAME), only.servers());
    }

    @Test
    public void theHostIsWhatTheCertificateMustCarry() {
        assertEquals("server.example", V4.host());
        assertEquals("2001:db8::9", V6_TOO.host());
        assertEquals("IPv4", V4.family());
        assertEquals("IPv6", V6_TOO.family());
    }
}
