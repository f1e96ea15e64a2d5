package org.ringback.crypto.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.security.cert.X509Certificate;
import org.junit.Test;
import org.ringback.crypto.internal.TestChains.Recipe;

public class ServerHostTest {
    @Test
    public void namesCompareWithoutCaseAndTrailingDot() {
        X509Certificate certificate = leafFor("Ring.Example.org");
        for (String host : new String[] {"ring.example.org", "RING.EXAMPLE.ORG", "ring.example.org."}) {
            assertTrue(host, ServerHost.parse(host).isIn(certificate));
        }
        for (String host : new String[] {"example.org", "a.ring.example.org", "ring.example.or", "192.0.2.1"}) {
            assertFalse(host, ServerHost.parse(host).isIn(certificate));
        }
    }

    @Test
    public void addressesCompareByTheirBytes() {
        X509Certificate certificate = leafFor("192.0.2.1", "2001:db8::1");
        for (String host :
                new String[] {"192.0.2.1", "::ffff:192.0.2.1", "2001:db8::1", "2001:DB8:0:0:0:0:0:1", "[2001:db8::1]"
                }) {
            assertTrue(host, ServerHost.parse(host).isIn(certificate));
        }
        for (String host : new String[] {"192.0.2.2", "2001:db8::2", "::1"}) {
            assertFalse(host, ServerHost.parse(host).isIn(certificate));
        }
    }

    @Test
    public void anAddressIsNotFoundAmongNames() {
        assertEquals(7, ServerHost.parse("192.0.2.1").generalName().getTagNo());
        assertEquals(2, ServerHost.parse("a192.0.2.1").generalName().getTagNo());
    }

    @Test
    public void aHostPrintsAsAPersonWroteIt() {
        assertEquals("ring.example.org", ServerHost.parse("Ring.example.org.").toString());
        assertEquals("192.0.2.1", ServerHost.parse("192.0.2.1").toString());
        assertEquals("2001:db8::1", ServerHost.parse("[2001:db8::1]").toString());
    }

    @Test
    public void aCertificateWithoutNamesIsForNobody() {
        assertFalse(ServerHost.parse(TestChains.HOST).isIn(leafFor()));
    }

    @Test
    public void whatIsNeitherNameNorAddressIsRefused() {
        for (String host : new String[] {
            "",
            ".",
            "a..b",
            "-a.org",
            "a-.org",
            "*.example.org",
            "a b",
            "ünï.org",
            "1.2.3",
            "1.2.3.4.5",
            "256.1.1.1",
            "01.2.3.4",
            "1.2.3.4.",
            "::1::",
            "g::1",
            "fe80::1%eth0",
            "x".repeat(64) + ".org",
            "a.".repeat(127) + "b",
            "[::1",
            "host:443"
        }) {
            assertThrows(host, IllegalArgumentException.class, () -> ServerHost.parse(host));
        }
    }

    private static X509Certificate leafFor(String... hosts) {
        return Recipe.leaf().hosts(hosts).selfSigned().certificate();
    }
}
