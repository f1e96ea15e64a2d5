package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.Test;
import org.ringback.api.control.Nat;
import org.ringback.api.control.NetworkPath;
import org.ringback.api.control.NetworkPath.DialBack;
import org.ringback.api.control.NetworkPath.State;

/** Whether two ends may meet is said of the family in which it is likeliest, with what may keep them from it all the same. */
public class MeetingTest {
    private static final InetSocketAddress HOME = new InetSocketAddress("192.168.1.5", 41_000);
    private static final InetSocketAddress OUTSIDE = new InetSocketAddress("8.8.4.4", 52_000);
    private static final InetSocketAddress OTHER = new InetSocketAddress("8.8.4.4", 52_001);
    private static final InetSocketAddress SIX = new InetSocketAddress("2a00::77", 41_000);
    private static final InetSocketAddress V4 = new InetSocketAddress("192.0.2.1", 3478);
    private static final InetSocketAddress V4_TOO = new InetSocketAddress("192.0.2.2", 3478);
    private static final InetSocketAddress V4_HTTPS = new InetSocketAddress("192.0.2.1", 443);
    private static final InetSocketAddress V4_TOO_HTTPS = new InetSocketAddress("192.0.2.2", 443);
    private static final InetSocketAddress CARRIERS = new InetSocketAddress("100.64.3.9", 41_000);
    private static final InetSocketAddress V6 = new InetSocketAddress("2001:db8::1", 3478);
    private static final String ROUTER = "the issuer's router shows another port to each destination";
    private static final String ANY_ROUTER =
            "a router, the issuer's or the one here (of that a server with one address cannot"
                    + " tell), shows another port to each destination";

    private static NetworkPath path(
            InetSocketAddress server,
            InetSocketAddress own,
            InetSocketAddress seen,
            Optional<InetSocketAddress> again) {
        return new NetworkPath(
                "server.example:3478",
                Optional.of(server),
                State.ANSWERED,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.of(own),
                Optional.of(seen),
                again,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.of(DialBack.NO_ANSWER).filter(tried -> again.isEmpty()),
                "",
                true);
    }

    private static NetworkPath first(InetSocketAddress server, InetSocketAddress own, InetSocketAddress seen) {
        return path(server, own, seen, Optional.empty());
    }

    private static NetworkPath again(InetSocketAddress server, InetSocketAddress own, InetSocketAddress seen) {
        return path(server, own, OTHER, Optional.of(seen));
    }

    private static Meeting meeting(NetworkPath... paths) {
        List<NetworkPath> all = Arrays.asList(paths);
        return Meeting.of(AddressFamilies.of(all), all);
    }

    @Test
    public void whereNothingCouldBeComparedTheOwnRouterIsNamedToo() {
        Meeting meeting = meeting(first(V4, HOME, OUTSIDE));
        assertTrue(meeting.possible());
        assertEquals("IPv4", meeting.over());
        assertEquals(ANY_ROUTER + ", or the issuer has no IPv4", meeting.unless("the issuer"));
    }

    @Test
    public void aRouterThatKeepsThePortIsNotNamed() {
        Meeting meeting = meeting(first(V4, HOME, OUTSIDE), again(V4_TOO, HOME, OUTSIDE));
        assertEquals(ROUTER + ", or the issuer has no IPv4", meeting.unless("the issuer"));
    }

    private static String words(NetworkPath... paths) {
        return AddressFamilies.of(Arrays.asList(paths)).get(0).words();
    }

    @Test
    public void twoPortsOfOneAddressTellNothingOfOtherAddresses() {
        NetworkPath[] paths = {first(V4, HOME, OUTSIDE), again(V4_HTTPS, HOME, OUTSIDE)};
        assertEquals(ANY_ROUTER + ", or the issuer has no IPv4", meeting(paths).unless("the issuer"));
        assertEquals(
                Nat.TRANSLATED, AddressFamilies.of(Arrays.asList(paths)).get(0).nat());
        assertEquals(
                "192.168.1.5:41000 here, 8.8.4.4:52000 outside; one address of the server: how it is for others cannot be"
                        + " told; the same for 2 ports of that one; whether a carrier translates too cannot be seen from here",
                words(paths));
    }

    @Test
    public void twoAddressesWithTwoPortsAreTwoAddresses() {
        String words = words(
                first(V4, HOME, OUTSIDE),
                again(V4_HTTPS, HOME, OUTSIDE),
                again(V4_TOO, HOME, OUTSIDE),
                again(V4_TOO_HTTPS, HOME, OUTSIDE));
        assertTrue(words, words.contains("for each address of the server (2 addresses)"));
    }

    @Test
    public void aRouterThatDrawsAnotherPortForAnotherPortOfOneAddressIsSymmetricToo() {
        NetworkPath[] paths = {first(V4, HOME, OUTSIDE), again(V4_HTTPS, HOME, OTHER)};
        assertFalse(meeting(paths).possible());
        assertTrue(words(paths), words(paths).endsWith(": 8.8.4.4:52001 for another port of the same address"));
    }

    @Test
    public void aCarriersRouterIsToldByAddressesAndNotByPortsEither() {
        assertTrue(words(first(V4, CARRIERS, OUTSIDE), again(V4_HTTPS, CARRIERS, OUTSIDE))
                .endsWith(", one port to the same one for 2 ports of that one address of the server"));
        assertTrue(words(first(V4, CARRIERS, OUTSIDE), again(V4_TOO, CARRIERS, OUTSIDE))
                .endsWith(", one port to the same one for each address of the server (2 addresses)"));
    }

    @Test
    public void behindARouterThatDrawsPortsNobodyIsMet() {
        Meeting meeting = meeting(first(V4, HOME, OUTSIDE), again(V4_TOO, HOME, OTHER));
        assertFalse(meeting.possible());
        assertEquals("", meeting.over());
    }

    @Test
    public void theBetterFamilyCounts() {
        Meeting meeting = meeting(first(V4, HOME, OUTSIDE), again(V4_TOO, HOME, OTHER), first(V6, SIX, SIX));
        assertEquals("IPv6", meeting.over());
        assertEquals(ROUTER + ", or the issuer has no IPv6", meeting.unless("the issuer"));
        assertEquals(
                "IPv6", meeting(first(V4, HOME, OUTSIDE), first(V6, SIX, SIX)).over());
    }

    @Test
    public void whoMeetsByBothFamiliesLacksNone() {
        Meeting meeting = meeting(first(V4, HOME, OUTSIDE), again(V4_TOO, HOME, OUTSIDE), first(V6, SIX, SIX));
        assertEquals("IPv4 or IPv6", meeting.over());
        assertEquals(ROUTER, meeting.unless("the issuer"));
    }

    @Test
    public void anAddressThatIsNoPublicOneIsToldWithWhatMustBeAllowed() {
        Meeting meeting = meeting(first(V4, HOME, HOME));
        assertEquals(
                ROUTER
                        + ", or the issuer has no IPv4, or the issuer may not dial this address, which is private (its key"
                        + " dialable)",
                meeting.unless("the issuer"));
    }

    @Test
    public void aPortBelow1024IsMetByNobody() {
        assertFalse(meeting(first(V4, HOME, new InetSocketAddress("8.8.4.4", 1_023)))
                .possible());
        assertTrue(meeting(first(V4, HOME, new InetSocketAddress("8.8.4.4", 1_024)))
                .possible());
    }

    @Test
    public void whereTheServerToldNothingNobodyIsMet() {
        assertFalse(meeting().possible());
    }
}
