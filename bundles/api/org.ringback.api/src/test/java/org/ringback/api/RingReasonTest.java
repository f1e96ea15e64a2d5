package org.ringback.api;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.Test;

/** What people read when a ring was not answered. */
public class RingReasonTest {
    private static final EquipmentId LAMP = new EquipmentId("lamp-1");

    @Test
    public void everyReasonSaysWhatHappenedAndWhatToDoInSentencesWithoutAFullStop() {
        for (RingReason reason : RingReason.values()) {
            for (String sentence : List.of(reason.happened(LAMP, "detail"), reason.advice(LAMP, Duration.ZERO))) {
                assertTrue(sentence, sentence.matches("(lamp-1|[A-Z]).*[^.]"));
                assertFalse(sentence, sentence.contains("%"));
            }
        }
    }

    @Test
    public void noTwoReasonsSayTheSame() {
        assertEquals(
                RingReason.values().length,
                Arrays.stream(RingReason.values())
                        .map(reason -> reason.happened(LAMP, ""))
                        .distinct()
                        .count());
    }

    @Test
    public void whatAGatewayTellsIsFoundByItsNumberAndNothingElseIs() {
        for (RingReason reason : RingReason.values()) {
            assertEquals(reason.told() ? Optional.of(reason) : Optional.empty(), RingReason.of(reason.number()));
        }
        assertEquals(Optional.empty(), RingReason.of(0));
        assertEquals(Optional.empty(), RingReason.of(255));
    }

    @Test
    public void theNumbersOnTheWireStayWhatTheyAre() {
        assertEquals(
                List.of(
                        RingReason.NOT_ALLOWED,
                        RingReason.WRONG_PASSWORD,
                        RingReason.TOO_SOON,
                        RingReason.DIAL_LIMIT,
                        RingReason.CALL_LIMIT,
                        RingReason.ADDRESS_REFUSED,
                        RingReason.NO_ANSWER_FROM_NETWORK,
                        RingReason.GATEWAY_TROUBLE,
                        RingReason.CALL_BACK_ENDED,
                        RingReason.NO_LINE),
                IntStream.rangeClosed(1, 10)
                        .mapToObj(number -> RingReason.of(number).orElseThrow())
                        .toList());
    }

    @Test
    public void theWaitIsNamedInSecondsWhereItIsKnown() {
        assertTrue(RingReason.TOO_SOON.advice(LAMP, Duration.ofSeconds(16)).startsWith("Wait 16 s, "));
        assertTrue(RingReason.DIAL_LIMIT.advice(LAMP, Duration.ZERO).startsWith("Wait a minute "));
    }

    @Test
    public void onlyWhatAGatewayMayTellIsTold() {
        assertThrows(IllegalArgumentException.class, () -> new ToldReason(RingReason.SERVER_LIMIT));
        assertThrows(IllegalArgumentException.class, () -> new ToldReason(RingReason.TOO_SOON, Duration.ofSeconds(-1)));
        assertEquals(Duration.ofSeconds(65_535), new ToldReason(RingReason.TOO_SOON, Duration.ofDays(9)).retry());
    }

    @Test
    public void theServicesOfTheGrantAreNamedWhereTheServiceWasTheWrongOneAlone() {
        EquipmentId lamp = new EquipmentId("lamp-1");
        List<String> services = List.of("http", "ssh");
        for (RingReason reason : RingReason.values()) {
            boolean wrong = reason == RingReason.NO_SUCH_SERVICE || reason == RingReason.SERVICE_NOT_GRANTED;
            String advice = reason.advice(lamp, Duration.ZERO);
            assertEquals(
                    advice + (wrong ? "; its grant names http, ssh" : ""),
                    reason.advice(lamp, Duration.ZERO, services));
            assertEquals(advice, reason.advice(lamp, Duration.ZERO, List.of()));
        }
    }
}
