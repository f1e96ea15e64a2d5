package org.ringback.issuer.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;
import org.ringback.issuer.core.IssuerSettings;

public class IssuerSchemaTest {
    private static final IssuerSchema SCHEMA = new IssuerSchema();

    @Test
    public void nothingConfiguredIsTheDefault() {
        IssuerSettings read = SCHEMA.read(Map.of("local", "  ")).settings();
        assertEquals(16, read.pendingRings());
        assertEquals(64, read.calls());
        assertEquals(Optional.empty(), read.local());
        assertEquals(Optional.empty(), read.protection());
    }

    @Test
    public void everythingConfiguredIsRead() throws Exception {
        IssuerSettings read = SCHEMA.read(Map.of(
                        "pending-rings", "64", "calls", 1_024, "local", "192.0.2.1", "protection", "certificate-first"))
                .settings();
        assertEquals(64, read.pendingRings());
        assertEquals(1_024, read.calls());
        assertEquals(Optional.of(InetAddress.getByName("192.0.2.1")), read.local());
        assertEquals(Optional.of("certificate-first"), read.protection());
    }

    @Test
    public void badValuesAreRefusedWithKeyValueAndWhatWasExpected() {
        assertRefused("pending-rings", "0", "'0' (expected: 1 to 64)");
        assertRefused("pending-rings", "65", "'65' (expected: 1 to 64)");
        assertRefused("calls", "1025", "'1025' (expected: 1 to 1024)");
        assertRefused("calls", "many", "'many' (expected: 1 to 1024)");
        for (String address : List.of("0.0.0.0", "224.0.0.1", "example.org", "192.0.2.0/24")) {
            assertRefused(
                    "local",
                    address,
                    "'" + address + "' (expected: one IPv4 or IPv6 address of this machine, or nothing)");
        }
        assertRefused(
                "protection",
                "TLS 1.2",
                "protection: 'TLS 1.2' (expected: a name, for example tls13 or certificate-first)");
        assertRefused(
                "forwards",
                "0.0.0.0:8080=lamp-1/http",
                "local port: 0.0.0.0:8080 (expected: a loopback address and port, for example 127.0.0.1:8080)");
    }

    private static void assertRefused(String key, String value, String words) {
        assertEquals(
                key + ": " + words,
                assertThrows(IllegalArgumentException.class, () -> SCHEMA.read(Map.of(key, value)))
                        .getMessage());
    }

    @Test
    public void whereMemoryIsShortFewStrangersAreWaitedFor() {
        assertEquals(IssuerSettings.FEW_SILENT_CALLS, IssuerSchema.silentCalls(64L << 20));
        assertEquals(IssuerSettings.SILENT_CALLS, IssuerSchema.silentCalls(96L << 20));
    }
}
