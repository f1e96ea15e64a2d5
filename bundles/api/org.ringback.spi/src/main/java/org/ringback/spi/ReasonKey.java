package org.ringback.spi;

import org.ringback.api.Secret;

/**
 * What a ring's two ends share beside the content of its box, and nobody else has: makes and opens the sealed reason.
 * Immutable (the array is not copied: nobody changes it).
 *
 * @param exported 32 bytes, exported from the box's HPKE context
 * @param encapsulated the box's encapsulated key
 */
public record ReasonKey(Secret exported, byte[] encapsulated) {}
