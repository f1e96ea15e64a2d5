package org.ringback.thermostat.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.Test;

public class RoomTest {
    private final ManualClock clock = new ManualClock("2026-11-22T16:42:10Z");
    private final Room room = new Room(clock);

    @Test
    public void sixHoursInStepsOfFiveMinutesAndThePresentAreThereAtOnce() {
        List<Reading> history = room.history();
        assertEquals(Instant.parse("2026-11-22T10:40:00Z"), history.get(0).time());
        assertEquals(73 + 1, history.size());
        for (int i = 1; i < history.size() - 1; i++) {
            assertEquals(
                    Duration.ofMinutes(5),
                    Duration.between(history.get(i - 1).time(), history.get(i).time()));
        }
        assertEquals(room.now(), history.get(history.size() - 1));
    }

    @Test
    public void theHistoryKeepsItsLength() {
        for (int i = 0; i < 100; i++) {
            clock.advance(Duration.ofMinutes(7));
            List<Reading> history = room.history();
            assertTrue("" + history.size(), history.size() == 73 || history.size() == 74);
            assertFalse(history.get(0)
                    .time()
                    .isBefore(clock.instant().minus(Room.HISTORY).minus(Room.SAMPLE)));
        }
    }

    @Test
    public void theTemperatureStaysNearTheSetPoint() {
        for (int i = 0; i < 24 * 12; i++) {
            clock.advance(Duration.ofMinutes(5));
            double away = room.now().temperature() - SetPoint.DEFAULT.degrees();
            assertTrue("away by " + away, Math.abs(away) < 0.6);
        }
    }

    @Test
    public void theHeatingGoesOnAndOff() {
        List<Reading> history = room.history();
        long on = history.stream().filter(Reading::heating).count();
        assertTrue("on in " + on + " of " + history.size(), on > 10 && on < 60);
    }

    @Test
    public void aHigherSetPointHeatsAtOnceAndIsReached() {
        room.set(new SetPoint(50));
        assertTrue(room.now().heating());
        clock.advance(Duration.ofHours(4));
        assertEquals(25, room.now().temperature(), 0.6);
        assertEquals(new SetPoint(50), room.now().setPoint());
    }

    @Test
    public void aLowerSetPointLetsTheRoomCoolTowardsTheOutside() {
        double before = room.now().temperature();
        room.set(SetPoint.MIN);
        assertFalse(room.now().heating());
        clock.advance(Duration.ofHours(3));
        assertTrue(room.now().temperature() < before - 1);
        clock.advance(Duration.ofDays(1));
        assertTrue(room.now().temperature() > room.now().outside() - 5);
    }

    @Test
    public void theHistoryRemembersFormerSetPoints() {
        room.set(new SetPoint(44));
        clock.advance(Duration.ofMinutes(30));
        List<Reading> history = room.history();
        assertEquals(SetPoint.DEFAULT, history.get(0).setPoint());
        assertEquals(new SetPoint(44), history.get(history.size() - 2).setPoint());
    }

    @Test
    public void howOftenItIsAskedChangesNothing() {
        ManualClock otherClock = new ManualClock("2026-11-22T11:00:00Z");
        Room other = new Room(otherClock);
        while (otherClock.instant().isBefore(clock.instant())) {
            otherClock.advance(Duration.ofSeconds(10));
            other.now();
        }
        assertEquals(room.history(), other.history());
    }

    @Test
    public void itIsColdestInTheEarlyMorning() {
        double night = new Room(new ManualClock("2026-11-22T04:30:00Z")).now().outside();
        double noon = new Room(new ManualClock("2026-11-22T15:00:00Z")).now().outside();
        assertTrue(night + " and " + noon, night < noon - 5);
    }

    @Test
    public void aClockThatJumpsFindsTheRoomWithItsSetPoint() {
        room.set(new SetPoint(44));
        for (Duration jump : List.of(Duration.ofDays(400), Duration.ofDays(-30), Duration.ofMinutes(-5))) {
            clock.advance(jump);
            List<Reading> history = room.history();
            Reading now = history.get(history.size() - 1);
            assertTrue(Duration.between(now.time(), clock.instant()).compareTo(Duration.ofSeconds(30)) < 0);
            assertFalse(now.time().isAfter(clock.instant()));
            assertTrue("history is in order", history.size() == 73 || history.size() == 74);
            assertEquals(new SetPoint(44), now.setPoint());
        }
    }
}
