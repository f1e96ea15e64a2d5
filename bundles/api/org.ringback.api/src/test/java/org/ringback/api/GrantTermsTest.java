package org.ringback.api;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.Test;

public final class GrantTermsTest {
    private static final Instant END = Instant.parse("2026-12-31T23:00:00Z");

    private static GrantTerms only(String... services) {
        return new GrantTerms(List.of(services), true, Optional.empty());
    }

    private static String refusal(List<String> services, boolean onlyThese) {
        return String.valueOf(assertThrows(
                        IllegalArgumentException.class, () -> new GrantTerms(services, onlyThese, Optional.empty()))
                .getMessage());
    }

    @Test
    public void aListGivesWhatItNamesAdminOrNotAndNothingElse() {
        assertTrue(only("http", "ssh").gives("ssh", true));
        assertTrue(only("http", "ssh").gives("http", false));
        assertFalse(only("http", "ssh").gives("vnc", false));
    }

    @Test
    public void withoutOneEverythingIsGivenButWhatIsMarkedAdminWhateverIsNamedForInformation() {
        GrantTerms informed = new GrantTerms(List.of("http", "ssh"), false, Optional.empty());
        for (GrantTerms terms : List.of(GrantTerms.ALL, informed)) {
            assertTrue(terms.gives("vnc", false));
            assertFalse(terms.gives("ssh", true));
        }
    }

    @Test
    public void theEndIsTheFirstInstantThatIsOver() {
        GrantTerms terms = new GrantTerms(List.of(), false, Optional.of(END.plusMillis(999)));
        assertFalse(terms.over(END.minusNanos(1)));
        assertTrue("whole seconds", terms.over(END));
        assertFalse(GrantTerms.ALL.over(Instant.MAX));
    }

    @Test
    public void anEndBehindTheYear9999IsRefused() {
        Instant latest = Instant.parse("9999-12-31T23:59:59Z");
        assertEquals(
                Optional.of(latest), new GrantTerms(List.of(), false, Optional.of(latest.plusMillis(999))).until());
        for (Instant end : List.of(latest.plusSeconds(1), Instant.MAX)) {
            assertEquals(
                    "until: '" + end.truncatedTo(ChronoUnit.SECONDS)
                            + "' (expected: 9999-12-31T23:59:59Z at the latest)",
                    String.valueOf(assertThrows(
                                    IllegalArgumentException.class,
                                    () -> new GrantTerms(List.of(), false, Optional.of(end)))
                            .getMessage()));
        }
    }

    @Test
    public void namesStandOnceAndInOrder() {
        assertEquals(List.of("http", "ssh"), only("ssh", "http", "ssh").services());
    }

    @Test
    public void badNamesAndTooManyOrTooFewAreRefused() {
        for (String name : List.of("", "Http", "a b", "a/b", "x".repeat(33))) {
            assertTrue(
                    refusal(List.of("http", name), true).startsWith("services: '" + name + "' (expected: names of "));
        }
        assertEquals("services: 0 (expected: 1 to 16 names)", refusal(List.of(), true));
        List<String> many = IntStream.rangeClosed(0, GrantTerms.MAX_SERVICES)
                .mapToObj(number -> "s" + number)
                .toList();
        assertEquals("services: 17 (expected: 1 to 16 names)", refusal(many, false));
    }
}
