package org.ringback.runtime.soak;

import static org.junit.Assert.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public final class RingFiguresTest {
    private static Rung rung(Rung.Phase phase, double millis, String reason) {
        return new Rung(phase, millis, 100, reason.isEmpty() ? 100 : 40, reason);
    }

    @Test
    public void theMedianAndWhatAllButOneInAHundredKeepBelowAreTimesOfRings() {
        List<Rung> all = new ArrayList<>();
        for (int i = 200; i >= 1; i--) {
            all.add(rung(Rung.Phase.QUIET, i * 10, ""));
        }
        RingFigures quiet = RingFigures.of(all, Rung.Phase.QUIET);
        assertEquals(1000, quiet.p50(), 0);
        assertEquals(1980, quiet.p99(), 0);
        assertEquals(100, quiet.delayed());
        assertEquals(200, quiet.answered());
    }

    @Test
    public void failuresAreCountedByReasonAndTheirBytesAreLost() {
        RingFigures figures = RingFigures.of(
                List.of(
                        rung(Rung.Phase.UPDATES, 1, ""),
                        rung(Rung.Phase.UPDATES, 1, "refused"),
                        rung(Rung.Phase.UPDATES, 1, "refused"),
                        rung(Rung.Phase.QUIET, 1, "broke off")),
                Rung.Phase.UPDATES);
        assertEquals(3, figures.asked());
        assertEquals(1, figures.answered());
        assertEquals(Map.of("refused", 2), figures.failed());
        assertEquals(120, figures.lost());
    }

    @Test
    public void ofNoRingsThereAreNoTimes() {
        assertEquals(0, RingFigures.of(List.of(), Rung.Phase.QUIET).p99(), 0);
    }
}
