package org.ringback.shell.link;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class NearTest {
    private static final List<String> WORDS = List.of("enrol", "grant", "granted", "lb", "status", "felix:stop");

    @Test
    public void aLetterTooManyTooFewWrongOrSwappedIsUnderstood() {
        assertEquals(Optional.of("enrol"), Near.to("enroll", WORDS));
        assertEquals(Optional.of("grant"), Near.to("grnt", WORDS));
        assertEquals(Optional.of("status"), Near.to("stutas", WORDS));
        assertEquals(Optional.of("status"), Near.to("STATSU", WORDS));
        assertEquals(Optional.of("felix:stop"), Near.to("felix:stpo", WORDS));
        assertEquals(Optional.of("lb"), Near.to("lbb", WORDS));
    }

    @Test
    public void anotherWordIsNot() {
        assertEquals(Optional.empty(), Near.to("reboot", WORDS));
        assertEquals(Optional.empty(), Near.to("ls-all", WORDS));
        assertEquals(Optional.empty(), Near.to("", List.of("grant")));
    }
}
