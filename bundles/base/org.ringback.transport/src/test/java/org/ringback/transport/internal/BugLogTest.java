package org.ringback.transport.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

public class BugLogTest {
    @Test
    public void aBugIsLoggedWithItsCauseButNotAgainAndAgain() {
        RecordingLogger logger = new RecordingLogger();
        BugLog bugs = new BugLog(logger);
        for (int i = 0; i < 1000; i++) {
            bugs.report("A handler", new IllegalStateException("number " + i));
        }
        assertEquals(1, logger.lines.size());
        assertTrue(logger.lines.get(0), logger.lines.get(0).startsWith("ERROR"));
        assertTrue(logger.lines.get(0), logger.lines.get(0).contains("number 0"));
    }
}
