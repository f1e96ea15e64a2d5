package org.ringback.relay.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.ringback.api.net.AddressText;
import org.ringback.relay.core.RelaySettings;

public class RelaySchemaTest {
    private static final RelaySchema SCHEMA = new RelaySchema();

    @Test
    public void nothingConfiguredIsTheDefault() {
        RelayConfiguration options = SCHEMA.read(Map.of());
        assertEquals(
                List.of("127.0.0.1:3478", "[::1]:3478"),
                options.listen().stream().map(AddressText::print).toList());
        assertEquals(Duration.ofMinutes(3), options.lifetime());
        assertEquals(Duration.ofSeconds(25), options.refresh());
        assertEquals(Duration.ofDays(1), options.lease());
        assertEquals(RelaySettings.Probe.AUTO, options.probe());
        assertEquals(4_096, options.silent());
        assertEquals(256, options.shaking());
    }

    @Test
    public void badValuesAreRefusedWithKeyValueAndWhatWasExpected() {
        assertRefused("listen", "0.0.0.0:3478", "not the wildcard");
        assertRefused("listen", "[::]:3478", "not the wildcard");
        assertRefused("listen", "localhost:3478", "IP addresses and ports");
        assertRefused("listen", "127.0.0.256:3478", "IP addresses and ports");
        assertRefused("listen", "127.0.0.1:70000", "IP addresses and ports");
        assertRefused("listen", "127.0.0.1", "IP addresses and ports");
        assertRefused("listen", "[::zz]:3478", "IP addresses and ports");
        assertRefused("listen", "[1::2::3]:3478", "IP addresses and ports");
        assertRefused("listen", "127.0.0.1:3478,127.0.0.1:3478", "each address once");
        assertRefused("listen", ",", "1 to 8");
        assertRefused("listen", "127.0.0.1:0,".repeat(9), "1 to 8");
        assertRefused("advertise", "ringback.example:3478,".repeat(9), "0 to 8");
        assertRefused("advertise", "ringback.example", "host and port");
        assertRefused("advertise", "ringback.example:0", "host and port");
        assertRefused("advertise", "a b:3478", "host and port");
        assertRefused("lifetime", "29", "30 to 3600");
        assertRefused("lifetime", "ever", "30 to 3600");
        assertRefused("refresh", "0", "1 to 3600");
        assertRefused("refresh", "181", "1 to 180, the lifetime");
        assertRefused("lease", "169", "1 to 168");
        assertRefused("probe", "maybe", "auto, on or off");
        for (String realm : List.of("x".repeat(33), "two words", "a\u007f", "\u00e9")) {
            assertRefused("realm", realm, "1 to 32 printable ASCII characters");
        }
        assertRefused("lifetime", "3601", "30 to 3600");
        assertRefused("lease", "0", "1 to 168");
        assertRefused("rings-per-equipment", "0", "1 to 64");
        assertRefused("rings-per-equipment", "65", "1 to 64");
        assertRefused("rings", "0", "1 to 65536");
        assertRefused("silent-connections", "0", "1 to 65536");
        assertRefused("shaking-connections", "-1", "1 to 65536");
    }

    private static void assertRefused(String key, String value, String expected) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> SCHEMA.read(Map.of(key, value)));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message, message.startsWith(key + ": "));
        assertTrue(message, message.contains("'") && message.contains("(expected: "));
        assertTrue(message, message.contains(expected));
    }

    @Test
    public void theEndsOfEveryRangeAreTaken() {
        RelayConfiguration least = SCHEMA.read(Map.of("lifetime", "30", "refresh", "1", "lease", "1", "realm", "!"));
        assertEquals(Duration.ofSeconds(30), least.lifetime());
        assertEquals("!", least.realm());
        RelayConfiguration most = SCHEMA.read(Map.of(
                "lifetime", "3600", "refresh", "3600", "lease", "168", "rings-per-equipment", "64", "probe", "ON"));
        assertEquals(Duration.ofHours(1), most.refresh());
        assertEquals(Duration.ofDays(7), most.lease());
        assertEquals(RelaySettings.Probe.ON, most.probe());
    }

    @Test
    public void severalAddressesMayComeAsAnArray() {
        RelayConfiguration options =
                SCHEMA.read(Map.of("listen", new String[] {"192.0.2.1:3478", "[2001:db8::1]:3478"}));
        assertEquals(2, options.listen().size());
        assertEquals(List.of("192.0.2.1", "2001:db8::1"), options.hosts(options.listen()));
    }
}
