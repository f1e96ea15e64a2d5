package org.ringback.spi;

import org.ringback.api.Secret;

/**
 * A secret that only the two ends of a ring share, from the box of that ring: seals and opens the reason that a gateway
 * tells. Immutable (the array is not copied: nobody changes it).
 *
 * @param exported 32 bytes, exported from the box's HPKE context
 * @param encapsulated the box's encapsulated key
 */
public record ReasonKey(Secret exported, byte[] encapsulated) {}
