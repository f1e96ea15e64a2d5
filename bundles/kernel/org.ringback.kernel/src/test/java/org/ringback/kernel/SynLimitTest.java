package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import org.junit.Test;

/** What one end of a ring may send to the other end's address. */
public final class SynLimitTest {
    private final SynLimit syns = new SynLimit();
    private long now = 5;

    private void pass(long millis) {
        now += Duration.ofMillis(millis).toNanos();
    }

    /** A dial that ends after a time. */
    private void dial(long millis) {
        assertTrue(syns.allows(now));
        syns.dialled(now);
        pass(millis);
        syns.over(now);
    }

    /** [PUNCH-10] */
    @Test
    public void sixDialsThatEndBeforeTheSystemRepeatsThemAreAllowedAsTheLastMayBeRepeatedTwice() {
        for (int i = 0; i < 6; i++) {
            dial(1);
        }
        assertFalse(syns.allows(now));
    }

    /** [PUNCH-10] */
    @Test
    public void whatTheSystemRepeatedCountsAsWell() {
        dial(1_000);
        dial(1_000);
        dial(1);
        dial(1);
        assertFalse("6 SYNs went out, and 2 more may", syns.allows(now));
    }

    /** [PUNCH-10] */
    @Test
    public void aDialThatEndsBeforeItIsRepeatedIsOneSyn() {
        for (int i = 0; i < 3; i++) {
            dial(999);
        }
        assertTrue(syns.allows(now));
        assertEquals(now - Duration.ofMillis(999).toNanos(), syns.latest());
    }

    /** [PUNCH-10] */
    @Test
    public void noDialBeginsLaterThanThreeSecondsAfterTheFirst() {
        dial(1);
        pass(2_999);
        assertTrue(syns.allows(now));
        assertFalse(syns.late(now));
        assertFalse(syns.allows(now + 1));
        assertTrue(syns.late(now + 1));
    }

    /** [PUNCH-10] [PUNCH-16] */
    @Test
    public void anotherDialMayFollowThePendingOneFiveTimesAndBeforeTheSystemRepeatsIt() {
        for (int i = 0; i < 5; i++) {
            syns.dialled(now);
            assertTrue(syns.allowsAnother(now + Duration.ofMillis(999).toNanos()));
            assertFalse(syns.allowsAnother(now + Duration.ofSeconds(1).toNanos()));
            pass(280);
            syns.over(now);
        }
        syns.dialled(now);
        assertFalse(syns.allowsAnother(now + 1));
    }

    /** [PUNCH-10] */
    @Test
    public void aDialForFiveSecondsIsThreeSyns() {
        syns.dialled(now);
        pass(5_000);
        syns.over(now);
        assertEquals(now - Duration.ofSeconds(3).toNanos(), syns.latest());
    }

    /** [PUNCH-10] */
    @Test
    public void aRingThatIsTriedOnceMoreHasItsSecondsAgainAndNoMoreSyns() {
        dial(1);
        dial(1);
        pass(5_000);
        assertFalse(syns.allows(now));
        syns.again(now);
        for (int i = 0; i < 4; i++) {
            dial(1);
        }
        assertFalse(syns.allows(now));
    }

    @Test
    public void theFirstDialIsNeverLate() {
        pass(60_000);
        assertFalse(syns.late(now));
        assertTrue(syns.allows(now));
    }

    @Test
    public void oneDialIsUnderWayAtATime() {
        syns.dialled(now);
        assertFalse(syns.allows(now));
        syns.over(now);
        assertTrue(syns.allows(now));
    }

    /** [PUNCH-7] */
    @Test
    public void theLatestSynIsTheSystemsOwnRepeatIfItSentOne() {
        syns.dialled(now);
        long began = now;
        assertEquals(began, syns.latest());
        pass(1_050);
        syns.over(now);
        assertEquals(began + Duration.ofSeconds(1).toNanos(), syns.latest());
    }

    @Test
    public void aDialEndsOnce() {
        dial(1_000);
        syns.over(now);
        syns.over(now);
        for (int i = 0; i < 4; i++) {
            dial(0);
        }
        assertFalse(syns.allows(now));
    }
}
