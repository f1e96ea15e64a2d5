package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import org.ringback.api.KeyFingerprint;
import org.ringback.spi.ServerPins;

public class RelaySettingsTest {
    private static final ServerPins PINS = new ServerPins(List.of(new KeyFingerprint("ab".repeat(32))));

    private static RelaySettings settings(Duration lifetime, Duration refresh, Duration lease, int rings) {
        return new RelaySettings(
                "ringback",
                lifetime,
                refresh,
                lease,
                RelaySettings.Probe.AUTO,
                rings,
                rings,
                List.of("192.0.2.1:3478"),
                PINS);
    }

    @Test
    public void settingsHaveRanges() {
        Duration minute = Duration.ofMinutes(1);
        Duration second = Duration.ofSeconds(1);
        Duration hour = Duration.ofHours(1);
        Duration week = Duration.ofDays(7);
        assertEquals(1, settings(Duration.ofSeconds(30), second, minute, 1).rings());
        assertEquals(64, settings(hour, hour, week, 64).rings());
        refused("lifetime", () -> settings(Duration.ofMillis(29_999), second, minute, 1));
        refused("lifetime", () -> settings(hour.plusMillis(1), second, minute, 1));
        refused("refresh", () -> settings(minute, Duration.ofMillis(999), minute, 1));
        refused("refresh", () -> settings(minute, minute.plusMillis(1), minute, 1));
        refused("lease", () -> settings(minute, second, minute.minusMillis(1), 1));
        refused("lease", () -> settings(minute, second, week.plusMillis(1), 1));
        refused("rings-per-equipment", () -> settings(minute, second, minute, 0));
        refused("rings-per-equipment", () -> settings(minute, second, minute, 65));
    }

    private static void refused(String key, ThrowingRunnable settings) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, settings);
        assertTrue(
                e.getMessage(),
                e.getMessage().startsWith(key + ": ") && e.getMessage().contains("expected: "));
    }

    @Test
    public void realmsHaveALength() {
        for (String realm : List.of("", "x".repeat(33), "a b", "a\u007f", "é")) {
            refused("realm", () -> realm(realm));
        }
        assertEquals("x".repeat(32), realm("x".repeat(32)).realm());
        assertEquals("!~", realm("!~").realm());
    }

    private static RelaySettings realm(String realm) {
        Duration minute = Duration.ofMinutes(1);
        return new RelaySettings(
                realm, minute, minute, minute, RelaySettings.Probe.AUTO, 1, 1, List.of("192.0.2.1:3478"), PINS);
    }
}
