package org.ringback.api.configuration;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class NearMissTest {
    private static final List<String> WORDS =
            List.of("enrol", "grant", "granted", "lb", "status", "felix:stop", "--json", "admin-services");

    @Test
    public void aLetterTooManyTooFewWrongOrSwappedIsUnderstood() {
        assertEquals(Optional.of("enrol"), NearMiss.of("enroll", WORDS));
        assertEquals(Optional.of("grant"), NearMiss.of("grnt", WORDS));
        assertEquals(Optional.of("status"), NearMiss.of("stutas", WORDS));
        assertEquals(Optional.of("felix:stop"), NearMiss.of("felix:stpo", WORDS));
        assertEquals(Optional.of("lb"), NearMiss.of("lbb", WORDS));
    }

    @Test
    public void caseAndSeparatorsAreNoMistakes() {
        assertEquals(Optional.of("status"), NearMiss.of("STATSU", WORDS));
        assertEquals(Optional.of("--json"), NearMiss.of("-jsn", WORDS));
        assertEquals(Optional.of("admin-services"), NearMiss.of("AdminService", WORDS));
    }

    @Test
    public void anotherWordIsNot() {
        assertEquals(Optional.empty(), NearMiss.of("reboot", WORDS));
        assertEquals(Optional.empty(), NearMiss.of("ls-all", WORDS));
        assertEquals(Optional.empty(), NearMiss.of("", List.of("grant", "a")));
        assertEquals("the contrary", Optional.empty(), NearMiss.of("no", List.of("on", "off")));
    }
}
