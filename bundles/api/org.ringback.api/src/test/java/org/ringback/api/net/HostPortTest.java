package org.ringback.api.net;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.Test;

/** What strings and configurations name a server by. */
public class HostPortTest {
    @Test
    public void namesAndBothKindsOfAddressesAreRead() {
        assertEquals(new HostPort("ringback.example.org", 3478), HostPort.parse("ringback.example.org:3478"));
        assertEquals(new HostPort("192.0.2.1", 1), HostPort.parse("192.0.2.1:1"));
        assertEquals(new HostPort("2001:db8::1", 65_535), HostPort.parse("[2001:db8::1]:65535"));
    }

    @Test
    public void whatIsNoHostAndPortIsRefusedWithWhatWasExpected() {
        for (String text : List.of(
                "",
                "host",
                "host:",
                ":3478",
                "host:0",
                "host:65536",
                "host:123456",
                "2001:db8::1:3478",
                "[host]:1",
                "ho st:1",
                "host:1 ",
                "host:-1")) {
            IllegalArgumentException refused =
                    assertThrows(text, IllegalArgumentException.class, () -> HostPort.parse(text));
            assertEquals(
                    "'" + text + "' (expected: host and port, like ringback.example.org:3478 or [2001:db8::1]:3478)",
                    refused.getMessage());
        }
    }

    @Test
    public void anAddressIsItsOwnAnswer() throws Exception {
        assertResolves("127.0.0.1:7", new byte[] {127, 0, 0, 1});
        assertResolves("[::1]:7", new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
    }

    private static void assertResolves(String text, byte[] address) throws Exception {
        assertEquals(
                List.of(new InetSocketAddress(InetAddress.getByAddress(address), 7)),
                HostPort.parse(text).resolve());
    }
}
