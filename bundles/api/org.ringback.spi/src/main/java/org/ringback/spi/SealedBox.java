package org.ringback.spi;

/**
 * A box as its issuer made it. Immutable (the array is not copied: nobody changes it).
 *
 * @param bytes encapsulated key and ciphertext
 * @param reasonKey opens the reason that the gateway tells
 */
public record SealedBox(byte[] bytes, ReasonKey reasonKey) {}
