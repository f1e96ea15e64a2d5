package org.ringback.updater.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Test;
import org.ringback.updater.release.NotAcceptedException;

public class NotUndoneExceptionTest {
    @Test
    public void bothWhyAndWhatIsLeftAreTold() {
        assertEquals(
                "bundle a 2: lacks b; and not all is as it was before: a 1 does not start; next: restart the program, which"
                        + " starts what was there before",
                new NotUndoneException(new NotAcceptedException("bundle a 2: lacks b"), List.of("a 1 does not start"))
                        .getMessage());
    }

    @Test
    public void aFaultWithoutAMessageIsNamed() {
        String words = new NotUndoneException(new IllegalStateException(), List.of("a 1 does not start")).getMessage();
        assertTrue(words, words.startsWith("java.lang.IllegalStateException; and not all is as it was before: a 1 "));
    }
}
