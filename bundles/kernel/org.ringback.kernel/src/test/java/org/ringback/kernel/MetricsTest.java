package org.ringback.kernel;

import static org.junit.Assert.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.Test;
import org.ringback.kernel.Metrics.Metric;

/** What the counters of a role say of times. */
public final class MetricsTest {
    private static final Metric WITHIN = new Metric("rings.answered-within", "rings by their time");
    private static final String DIRECT = WITHIN.id() + ".direct.";

    private final Metrics metrics = new Metrics();

    private void took(long millis) {
        metrics.count(WITHIN, "direct", Duration.ofMillis(millis));
    }

    @Test
    public void aTimeCountsUnderEachLimitThatItKeptAndUnderAll() {
        took(600);
        assertEquals(
                Map.of(
                        DIRECT + "00250ms", 0L,
                        DIRECT + "00500ms", 0L,
                        DIRECT + "01000ms", 1L,
                        DIRECT + "02500ms", 1L,
                        DIRECT + "05000ms", 1L,
                        DIRECT + "10000ms", 1L,
                        DIRECT + "45000ms", 1L,
                        DIRECT + "all", 1L),
                metrics.snapshot());
    }

    @Test
    public void aLimitIsKeptByATimeOfItsLengthAndByNoLongerOne() {
        took(1_000);
        metrics.count(WITHIN, "direct", Duration.ofSeconds(1).plusNanos(1));
        SortedMap<String, Long> counted = metrics.snapshot();
        assertEquals(1, counted.get(DIRECT + "01000ms").longValue());
        assertEquals(2, counted.get(DIRECT + "02500ms").longValue());
    }

    @Test
    public void whatTookLongerThanAnyLimitCountsUnderAllAlone() {
        took(60_000);
        Map<String, Long> counted = new TreeMap<>(metrics.snapshot());
        assertEquals(Long.valueOf(1), counted.remove(DIRECT + "all"));
        assertEquals(7, counted.size());
        counted.values().forEach(count -> assertEquals(0, count.longValue()));
    }

    @Test
    public void theNamesSortByTheTimeSoThatNoCountIsLessThanTheOneBeforeIt() {
        List.of(100L, 300L, 700L, 2_000L, 2_000L, 4_000L, 9_000L, 20_000L, 50_000L)
                .forEach(this::took);
        assertEquals(
                "1 2 3 5 6 7 8 9",
                metrics.snapshot().values().stream().map(String::valueOf).collect(Collectors.joining(" ")));
    }

    @Test
    public void eachLabelHasCountsOfItsOwn() {
        took(1);
        metrics.count(WITHIN, "relayed", Duration.ofSeconds(2));
        assertEquals(1, metrics.snapshot().get(DIRECT + "all").longValue());
        assertEquals(1, metrics.snapshot().get(WITHIN.id() + ".relayed.all").longValue());
    }
}
