package org.ringback.thermostat.internal;

import java.time.Instant;

/**
 * The state of the room at one time; temperatures in degrees Celsius. Immutable.
 *
 * @param time when
 * @param temperature of the room
 * @param outside of the air outside
 * @param setPoint the temperature that was wanted
 * @param heating whether the heating was on
 */
record Reading(Instant time, double temperature, double outside, SetPoint setPoint, boolean heating) {}
