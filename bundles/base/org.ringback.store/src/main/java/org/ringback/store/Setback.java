package org.ringback.store;

import java.time.Instant;

/**
 * Notes that older data took the place of newer ones: what the latest commits had acknowledged is lost, except lasting
 * changes.
 *
 * @param commits how many commits were lost
 * @param number the commit that recorded the setback; each later setback has a higher one
 * @param when the store noticed it
 */
public record Setback(long commits, long number, Instant when) {}
