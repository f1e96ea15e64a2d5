package org.ringback.store;

import java.time.Instant;

/**
 * Data that went back: what was acknowledged by the latest commits is not there any more, but for what was written for
 * good.
 *
 * @param commits how many
 * @param number the commit that noted it; each setback has a higher one
 * @param when it was noticed
 */
public record Setback(long commits, long number, Instant when) {}
