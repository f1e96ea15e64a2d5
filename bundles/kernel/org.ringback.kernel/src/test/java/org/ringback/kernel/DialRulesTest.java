package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.net.Network;

public final class DialRulesTest {
    private static final int PORT = 45_000;
    private static final Optional<InetSocketAddress> NOT_SEEN = Optional.empty();

    private final DialRules rules = DialRules.ofGateway(List.of());

    @Before
    public void somewhere() {
        rules.interfaces(Set.of(at("8.8.4.100", PORT).getAddress()));
    }

    @Test
    public void globalUnicastIsDialled() {
        for (String address : List.of(
                "8.8.8.8",
                "1.1.1.1",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "223.255.255.255",
                "2a00::1",
                "2400:cb00::1",
                "2001:200::1",
                "2002:808:808::1", // 6to4 of 8.8.8.8
                "64:ff9b::808:808")) { // NAT64 of 8.8.8.8
            assertTrue(address, dialled(address));
        }
    }

    @Test
    public void everythingElseOfIpv4IsRefused() {
        for (String address : List.of(
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.255",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255")) {
            assertFalse(address, dialled(address));
        }
    }

    @Test
    public void everythingElseOfIpv6IsRefused() {
        for (String address : List.of(
                "::",
                "::1",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd12:3456::1",
                "ff02::1",
                "100::1",
                "2001:2::1",
                "2001:10::1",
                "2001:db8::1",
                "3fff::1",
                "5f00::1",
                "4000::1",
                "64:ff9b:1::808:808",
                "64:ff9b:1:ffff::1")) {
            assertFalse(address, dialled(address));
        }
    }

    @Test
    public void aPrivateIpv4AddressInsideAnIpv6OneIsRefused() {
        for (String address : List.of(
                "64:ff9b::a00:1", // NAT64 of 10.0.0.1
                "64:ff9b::7f00:1", // NAT64 of 127.0.0.1
                "2002:a00:1::1", // 6to4 of 10.0.0.1
                "2002:c0a8:101::1", // 6to4 of 192.168.1.1
                "::7f00:1", // compatible, 127.0.0.1
                "::a00:1", // compatible, 10.0.0.1
                "2001:0:808:808:0:0:f5ff:fffe", // Teredo of 10.0.0.1
                "2001:0:808:808:0:0:80ff:fffe")) { // Teredo of 127.0.0.1
            assertFalse(address, dialled(address));
        }
    }

    @Test
    public void aMappedAddressIsItsIpv4Address() throws UnknownHostException {
        assertFalse(refusal(mapped(10, 0, 0, 1)).isEmpty());
        assertFalse(refusal(mapped(127, 0, 0, 1)).isEmpty());
        assertTrue(refusal(mapped(8, 8, 8, 8)).isEmpty());
    }

    @Test
    public void lowPortsAreRefused() {
        assertTrue(rules.refusal(at("8.8.8.8", 1023), NOT_SEEN).isPresent());
        assertTrue(rules.refusal(at("8.8.8.8", 1024), NOT_SEEN).isEmpty());
        DialRules lifted = DialRules.ofGateway(List.of(Network.parse("8.8.8.8")));
        lifted.interfaces(Set.of(at("8.8.4.100", PORT).getAddress()));
        assertTrue(lifted.refusal(at("8.8.8.8", 22), NOT_SEEN).isPresent());
    }

    @Test
    public void nothingIsDialledBeforeThisMachinesOwnAddressesAreKnown() {
        DialRules blind = DialRules.ofGateway(List.of(Network.parse("10.0.0.0/8")));
        Optional<String> why =
                Optional.of("this gateway's own addresses are not known (expected: its system tells them)");
        assertEquals(why, blind.refusal(at("8.8.8.8", PORT), NOT_SEEN));
        assertEquals(why, blind.refusal(at("10.0.0.1", PORT), NOT_SEEN));
        blind.interfaces(Set.of(at("8.8.4.100", PORT).getAddress()));
        assertEquals(Optional.empty(), blind.refusal(at("8.8.8.8", PORT), NOT_SEEN));
        assertEquals(Optional.empty(), blind.refusal(at("10.0.0.1", PORT), NOT_SEEN));
    }

    @Test
    public void ownAndServersAddressesAreRefusedInEveryForm() throws UnknownHostException {
        rules.interfaces(Set.of(InetAddress.getByName("8.8.8.8")));
        rules.servers(Set.of(InetAddress.getByName("2a00::1"), InetAddress.getByName("9.9.9.9")));
        for (String address : List.of("8.8.8.8", "64:ff9b::808:808", "9.9.9.9", "2002:909:909::5", "2a00::1")) {
            assertFalse(address, dialled(address));
        }
        assertTrue(dialled("8.8.4.4"));
    }

    @Test
    public void whereTheServerSeesThisGatewayIsItsOwnAddressToo() {
        Optional<InetSocketAddress> seen = Optional.of(at("8.8.8.8", 40_000));
        assertTrue(rules.refusal(at("8.8.8.8", PORT), seen).isPresent());
        assertTrue(rules.refusal(at("64:ff9b::808:808", PORT), seen).isPresent());
        assertTrue(rules.refusal(at("8.8.4.4", PORT), seen).isEmpty());
        rules.dialable(List.of(Network.parse("8.8.8.8/32")));
        assertTrue(rules.refusal(at("8.8.8.8", PORT), seen).isEmpty());
    }

    @Test
    public void dialableLiftsTheRulesInsideAndNowhereElse() {
        rules.dialable(List.of(Network.parse("127.0.0.0/8"), Network.parse("::1/128"), Network.parse("fd00::/8")));
        rules.interfaces(Set.of(InetAddress.getLoopbackAddress()));
        assertTrue(dialled("127.0.0.1"));
        assertTrue(dialled("::1"));
        assertTrue(dialled("fd00::5"));
        assertFalse(dialled("10.0.0.1"));
        assertFalse(dialled("fc00::5"));
    }

    /** [PUNCH-11] */
    @Test
    public void aNetworkThatThisMachineIsOnIsRefusedThoughItIsPublicInEveryForm() {
        rules.onLink(List.of(Network.parse("8.8.8.0/24"), Network.parse("2a00:1:2:3::/64")));
        for (String address : List.of("8.8.8.1", "8.8.8.255", "64:ff9b::808:808", "2002:808:808::1", "2a00:1:2:3::9")) {
            assertFalse(address, dialled(address));
        }
        for (String address : List.of("8.8.9.1", "2a00:1:2:4::9")) {
            assertTrue(address, dialled(address));
        }
        assertEquals(
                Optional.of("the issuer's address is on a network that this machine is on too"),
                refusal(at("8.8.8.1", PORT).getAddress()));
    }

    /** [PUNCH-11] */
    @Test
    public void dialableLiftsNetworksThatThisMachineIsOn() {
        rules.onLink(List.of(Network.parse("8.8.8.0/24")));
        rules.dialable(List.of(Network.parse("8.8.8.128/25")));
        assertFalse(dialled("8.8.8.127"));
        assertTrue(dialled("8.8.8.128"));
    }

    /** [PUNCH-11] */
    @Test
    public void anIssuersRefusalsNameTheGatewayAndThisMachine() {
        DialRules ofIssuer = DialRules.ofIssuer(List.of());
        ofIssuer.interfaces(Set.of(at("8.8.8.8", PORT).getAddress()));
        ofIssuer.servers(Set.of(at("9.9.9.9", PORT).getAddress()));
        assertEquals(
                Optional.of("the gateway's address is this machine's own"),
                ofIssuer.refusal(at("8.8.8.8", PORT), NOT_SEEN));
        assertEquals(
                Optional.of("the gateway's address is the server's"), ofIssuer.refusal(at("9.9.9.9", PORT), NOT_SEEN));
        assertEquals(Optional.of("the gateway's port is below 1024"), ofIssuer.refusal(at("8.8.4.4", 1023), NOT_SEEN));
        assertEquals(Optional.empty(), ofIssuer.refusal(at("8.8.4.4", PORT), NOT_SEEN));
    }

    private static Set<InetAddress> addresses(String... texts) {
        return Stream.of(texts).map(text -> at(text, PORT).getAddress()).collect(Collectors.toSet());
    }

    private boolean noLine(String target) {
        return rules.noLine(at(target, PORT).getAddress(), Optional.of(at("8.8.4.4", 40_000)));
    }

    @Test
    public void aLineOfIpv6NeedsAGlobalAddressAndOneOfIpv4AnyThatLeavesTheMachine() {
        assertFalse(
                "nothing is known yet",
                DialRules.ofGateway(List.of()).noLine(at("2a00::1", PORT).getAddress(), NOT_SEEN));
        rules.interfaces(addresses("192.168.1.2", "fd00::2", "fe80::2", "::1"));
        assertTrue(noLine("2a00::1"));
        assertFalse(noLine("8.8.8.8"));
        rules.interfaces(addresses("169.254.1.2", "127.0.0.1", "2a00::2"));
        assertFalse(noLine("2a00::1"));
        assertTrue(noLine("8.8.8.8"));
    }

    @Test
    public void aRouterThatTranslatesIpv6ShowsALineToTheServerAndWhatIsDialableNeedsNone() {
        rules.interfaces(addresses("192.168.1.2", "fd00::2"));
        assertFalse(rules.noLine(at("2a00::1", PORT).getAddress(), Optional.of(at("2a00:1::2", 40_000))));
        rules.dialable(List.of(Network.parse("fd00::/8")));
        assertFalse(noLine("fd00::5"));
    }

    @Test
    public void aNameIsNotDialled() {
        assertTrue(rules.refusal(InetSocketAddress.createUnresolved("example.org", PORT), NOT_SEEN)
                .isPresent());
    }

    @Test
    public void networksAreReadStrictly() {
        assertEquals("10.0.0.0/8", Network.parse("10.0.0.0/8").toString());
        assertEquals("1.2.3.4/32", Network.parse("1.2.3.4").toString());
        for (String text : List.of(
                "",
                "10.0.0.0/33",
                "10.0.0.1/8",
                "10.0.0.0/-1",
                "10.0.0.0/x",
                "10.0.0/8",
                "256.0.0.0/8",
                "localhost/8",
                "::1/129",
                "fd00::1/8",
                "a:b/8",
                "/8",
                "10.0.0.0/")) {
            assertThrows(text, IllegalArgumentException.class, () -> Network.parse(text));
        }
    }

    private boolean dialled(String address) {
        return refusal(at(address, PORT).getAddress()).isEmpty();
    }

    private Optional<String> refusal(InetAddress address) {
        return rules.refusal(new InetSocketAddress(address, PORT), NOT_SEEN);
    }

    /** An IPv4-mapped address that stays an Inet6Address. */
    private static InetAddress mapped(int a, int b, int c, int d) throws UnknownHostException {
        byte[] bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xFF, (byte) 0xFF, (byte) a, (byte) b, (byte) c, (byte) d};
        return Inet6Address.getByAddress("", bytes, -1);
    }

    private static InetSocketAddress at(String address, int port) {
        try {
            return new InetSocketAddress(InetAddress.getAllByName(address)[0], port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
