package org.ringback.api.net;

import static org.junit.Assert.assertEquals;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** The forms of RFC 5952. */
public class AddressTextTest {
    private static String host(String address) throws Exception {
        return AddressText.print(InetAddress.getByName(address));
    }

    @Test
    public void zerosAreShortenedAsTheRfcSays() throws Exception {
        assertEquals("2001:db8::1", host("2001:0DB8:0:0:0:0:0:1"));
        assertEquals("the longest run", "2001:0:0:1::1", host("2001:0:0:1:0:0:0:1"));
        assertEquals("of equal ones the first", "2001:db8::1:0:0:1", host("2001:db8:0:0:1:0:0:1"));
        assertEquals("not a single one", "2001:db8:0:1:1:1:1:1", host("2001:db8:0:1:1:1:1:1"));
        assertEquals("2001:db8:1:2:3:4:5:6", host("2001:db8:1:2:3:4:5:6"));
        assertEquals("::", host("::"));
        assertEquals("::1", host("::1"));
        assertEquals("fe80::", host("fe80::"));
        assertEquals("a::ffff:b", host("a:0:0:0:0:0:ffff:b"));
    }

    @Test
    public void aZoneStays() throws Exception {
        byte[] linkLocal = InetAddress.getByName("fe80::7").getAddress();
        assertEquals("fe80::7%3", AddressText.print(Inet6Address.getByAddress("", linkLocal, 3)));
    }

    @Test
    public void anIpv6AddressStandsInBracketsBeforeItsPort() throws Exception {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        assertEquals("[::1]:3478", AddressText.print(new InetSocketAddress(loopback, 3478)));
        InetAddress named = InetAddress.getByAddress("server.example", new byte[] {(byte) 192, 0, 2, 1});
        assertEquals("no name", "192.0.2.1:3478", AddressText.print(new InetSocketAddress(named, 3478)));
    }

    @Test
    public void literalsAreReadAndNothingElse() throws Exception {
        assertEquals(Optional.of(InetAddress.getByName("192.0.2.1")), AddressText.read("192.0.2.1"));
        assertEquals(Optional.of(InetAddress.getByName("2001:db8::1")), AddressText.read("2001:0DB8:0::1"));
        assertEquals(Optional.of(InetAddress.getByName("::192.0.2.1")), AddressText.read("::192.0.2.1"));
        for (String none : List.of(
                "",
                "1.2.3",
                "1.2.3.4.",
                "1.2.3.256",
                "01.2.3.4",
                "localhost",
                "[::1]",
                ":::",
                "fe80::1%eth0",
                "1.2.3.4/8")) {
            assertEquals(none, Optional.empty(), AddressText.read(none));
        }
    }

    @Test
    public void anAddressIsReadWithItsPort() {
        for (String text : List.of("192.0.2.1:0", "192.0.2.1:65535", "[2001:db8::1]:3478")) {
            assertEquals(text, AddressText.print(AddressText.readWithPort(text).orElseThrow()));
        }
        for (String none : List.of(
                "",
                ":",
                "80",
                "192.0.2.1",
                "192.0.2.1:",
                "192.0.2.1:65536",
                "192.0.2.1:-1",
                "::1:80",
                "[192.0.2.1]:80",
                "[::1]",
                "[::1:80",
                "localhost:80",
                "192.0.2.1:800000")) {
            assertEquals(none, Optional.empty(), AddressText.readWithPort(none));
        }
    }
}
