package org.ringback.runtime.soak;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

public final class EquipmentTest {
    private static final long MINUTE = 60;
    /** What a gateway dials one address in a minute for all grants together, and for each of them whatever others have. */
    private static final int ALL = 1200;

    private static final int OWN = 10;

    private static Equipment of(int rings, int conversations) {
        return Equipment.of(new Plan(1, rings, conversations, Optional.empty(), Optional.empty()));
    }

    @Test
    public void noRingMeetsALimitThatNoConfigurationRaises() {
        for (int rings = 1; rings <= 50; rings++) {
            Equipment equipment = of(rings, 24);
            // a pace that catches up asks for what it is behind, too
            long most = MINUTE * rings + TimeUnit.NANOSECONDS.toSeconds(Rings.MOST_LATE_NANOS) * rings;
            double each = Math.ceil((double) most / equipment.rung().size());
            assertTrue(rings + ": " + each, each <= OWN || most + 24 < ALL);
            assertTrue(
                    rings + ": " + each,
                    each <= Integer.parseInt(Equipment.RAISED.get(0).value()));
        }
    }

    @Test
    public void everySystemIsRungWithBothProtections() {
        Set<String> kinds = new HashSet<>();
        of(4, 0).rung().forEach(piece -> kinds.add(piece.system() + " " + piece.protection()));
        assertEquals(8, kinds.size());
    }

    @Test
    public void theGatewayIsToldOfEachPieceAndOfEachLimitThatIsRaised() {
        List<String> lines = Arrays.asList(of(1, 1).configuration(4711));
        assertTrue(lines.toString(), lines.contains("dials-per-minute = 600"));
        String forward = lines.get(lines.size() - 1);
        assertTrue(forward, forward.startsWith("forward = ring-1/echo=127.0.0.1:4711; "));
        assertTrue(forward, forward.endsWith("; talk-1/echo=127.0.0.1:4711"));
    }
}
