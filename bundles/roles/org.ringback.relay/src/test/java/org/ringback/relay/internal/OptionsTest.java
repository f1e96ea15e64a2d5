package org.ringback.relay.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import org.junit.Test;
import org.ringback.api.net.AddressText;
import org.ringback.relay.core.RelaySettings;

public class OptionsTest {
    @Test
    public void nothingConfiguredIsTheDefault() {
        Options options = Options.parse(Map.of());
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
    public void theShippedFileHoldsEveryKeyWithItsDefault() throws IOException {
        Properties shipped = new Properties();
        try (Reader reader =
                Files.newBufferedReader(Path.of("../../../config/org.ringback.relay.cfg"), StandardCharsets.UTF_8)) {
            shipped.load(reader);
        }
        Map<String, String> properties = new HashMap<>();
        shipped.forEach((key, value) -> properties.put((String) key, (String) value));
        assertEquals(new TreeSet<>(Options.KEYS), new TreeSet<>(properties.keySet()));
        assertEquals(Options.parse(Map.of()), Options.parse(properties));
    }

    @Test
    public void theMetatypeHoldsEveryKeyWithItsDefault() {
        Map<String, Object> properties = new HashMap<>();
        for (Method method : RelayComponent.Config.class.getDeclaredMethods()) {
            properties.put(method.getName().replace("$_$", "-"), method.getDefaultValue());
        }
        assertEquals(new TreeSet<>(Options.KEYS), new TreeSet<>(properties.keySet()));
        assertEquals(Options.parse(Map.of()), Options.parse(properties));
    }

    @Test
    public void badValuesAreRefusedWithKeyValueAndWhatWasExpected() {
        assertRefused("listen", "0.0.0.0:3478", "not the wildcard");
        assertRefused("listen", "[::]:3478", "not the wildcard");
        assertRefused("listen", "localhost:3478", "IP address and port");
        assertRefused("listen", "127.0.0.256:3478", "IP address and port");
        assertRefused("listen", "127.0.0.1:70000", "IP address and port");
        assertRefused("listen", "127.0.0.1", "IP address and port");
        assertRefused("listen", "[::zz]:3478", "IP address and port");
        assertRefused("listen", "[1::2::3]:3478", "IP address and port");
        assertRefused("listen", "127.0.0.1:3478,127.0.0.1:3478", "each address once");
        assertRefused("listen", ",", "1 to 8");
        assertRefused("advertise", "ringback.example", "host and port");
        assertRefused("advertise", "ringback.example:0", "host and port");
        assertRefused("advertise", "a b:3478", "host and port");
        assertRefused("lifetime", "29", "30 to 3600");
        assertRefused("lifetime", "ever", "30 to 3600");
        assertRefused("refresh", "0", "1 to 3600");
        assertRefused("refresh", "181", "1 to 180 s");
        assertRefused("lease", "169", "1 to 168");
        assertRefused("probe", "maybe", "auto, on or off");
        assertRefused("realm", "two words", "printable ASCII");
        assertRefused("rings", "0", "1 to 65536");
        assertRefused("silent-connections", "0", "1 to 65536");
        assertRefused("shaking-connections", "-1", "1 to 65536");
    }

    private static void assertRefused(String key, String value, String expected) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Options.parse(Map.of(key, value)));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message, message.startsWith(key + ": "));
        assertTrue(message, message.contains("(expected: "));
        assertTrue(message, message.contains(expected));
    }

    @Test
    public void severalAddressesMayComeAsAnArray() {
        Options options = Options.parse(Map.of("listen", new String[] {"192.0.2.1:3478", "[2001:db8::1]:3478"}));
        assertEquals(2, options.listen().size());
        assertEquals(List.of("192.0.2.1", "2001:db8::1"), options.hosts(options.listen()));
    }
}
