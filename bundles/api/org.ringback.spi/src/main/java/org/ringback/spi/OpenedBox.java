package org.ringback.spi;

/**
 * A box as the acceptor opened it. Immutable.
 *
 * @param content what the issuer said
 * @param reasonKey seals what the gateway says of the ring
 */
public record OpenedBox(BoxContent content, ReasonKey reasonKey) {}
