package org.ringback.thermostat.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A simulated room: it loses warmth to the air outside, and a radiator, which itself warms and cools slowly, brings it
 * back; a two-point controller with hysteresis switches the heating. Its state follows from the clock and the set
 * points alone, however often it is read, so that rooms that start on the same day are alike. Thread-safe.
 */
final class Room {
    /** How far back the history goes. */
    static final Duration HISTORY = Duration.ofHours(6);

    static final Duration SAMPLE = Duration.ofMinutes(5);

    private static final Duration STEP = Duration.ofSeconds(30);
    /** If the clock jumps further than this, the room starts again. */
    private static final Duration LARGEST_JUMP = Duration.ofDays(2);

    private static final double STEP_HOURS = STEP.toSeconds() / 3600.0;
    /**
     * The room's time constant, in hours; next, by how many degrees the hot radiator warms the room above the air
     * outside.
     */
    private static final double ROOM_HOURS = 10;

    private static final double RADIATOR_KELVIN = 34;
    private static final double RADIATOR_HOURS = 0.12;
    private static final double HYSTERESIS_KELVIN = 0.25;
    private static final double FIRST_TEMPERATURE = 20.5;

    /** Mean temperature outside, in degrees; the air is coldest at five and warmest in the afternoon (UTC). */
    private static final double OUTSIDE_MEAN = 8;

    private static final double OUTSIDE_SWING = 4.5;
    private static final double OUTSIDE_SECOND_SWING = 0.8;
    private static final double COLDEST_HOUR = 5;
    private static final double DAY_HOURS = 24;

    private final InstantSource clock;
    private final Deque<Reading> history = new ArrayDeque<>();
    private SetPoint setPoint = SetPoint.DEFAULT;
    private Instant time = Instant.EPOCH;
    private double temperature;
    private double radiator;
    private boolean heating;

    Room(InstantSource clock) {
        this.clock = clock;
        startAnew(clock.instant());
    }

    /** {@return the present state of the room} */
    synchronized Reading now() {
        advance();
        return reading();
    }

    /** {@return the states of the last hours in steps of {@link #SAMPLE}, oldest first, and the present one} */
    synchronized List<Reading> history() {
        advance();
        List<Reading> copy = new ArrayList<>(history);
        if (copy.isEmpty() || copy.get(copy.size() - 1).time().isBefore(time)) {
            copy.add(reading());
        }
        return copy;
    }

    /**
     * Sets the temperature wanted from now on.
     *
     * @param wanted the new set point
     */
    synchronized void set(SetPoint wanted) {
        advance();
        setPoint = wanted;
        control();
    }

    private void advance() {
        Instant now = clock.instant();
        Duration behind = Duration.between(time, now);
        if (behind.compareTo(LARGEST_JUMP) > 0 || behind.compareTo(STEP.negated()) < 0) {
            startAnew(now);
        }
        while (!time.plus(STEP).isAfter(now)) {
            step();
        }
    }

    /** Starts the simulation at midnight of the day before, so that the room has settled by now. */
    private void startAnew(Instant now) {
        history.clear();
        time = now.truncatedTo(ChronoUnit.DAYS).minus(1, ChronoUnit.DAYS);
        temperature = FIRST_TEMPERATURE;
        radiator = 0;
        heating = false;
        while (!time.plus(STEP).isAfter(now)) {
            step();
        }
    }

    private void step() {
        time = time.plus(STEP);
        radiator += ((heating ? 1 : 0) - radiator) * STEP_HOURS / RADIATOR_HOURS;
        temperature += (outside(time) + RADIATOR_KELVIN * radiator - temperature) * STEP_HOURS / ROOM_HOURS;
        control();
        if (time.getEpochSecond() % SAMPLE.toSeconds() == 0) {
            history.addLast(reading());
            while (history.getFirst().time().isBefore(time.minus(HISTORY))) {
                history.removeFirst();
            }
        }
    }

    private void control() {
        if (temperature < setPoint.degrees() - HYSTERESIS_KELVIN) {
            heating = true;
        } else if (temperature > setPoint.degrees() + HYSTERESIS_KELVIN) {
            heating = false;
        }
    }

    private Reading reading() {
        return new Reading(time, temperature, outside(time), setPoint, heating);
    }

    private static double outside(Instant time) {
        double hour = time.getEpochSecond() % Duration.ofDays(1).toSeconds() / 3600.0;
        double day = 2 * Math.PI * (hour - COLDEST_HOUR) / DAY_HOURS;
        return OUTSIDE_MEAN - OUTSIDE_SWING * Math.cos(day) + OUTSIDE_SECOND_SWING * Math.sin(2 * day);
    }
}
