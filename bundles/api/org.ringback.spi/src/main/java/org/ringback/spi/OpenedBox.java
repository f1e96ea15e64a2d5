package org.ringback.spi;

/**
 * A box as the acceptor opened it. Immutable.
 *
 * @param content what the issuer said
 * @param reasonKey seals the reason that the gateway tells
 */
public record OpenedBox(BoxContent content, ReasonKey reasonKey) {}
