package org.ringback.wire;

/**
 * What an error code means; the codes stand in {@link ErrorCodes}. Immutable.
 *
 * @param code the number on the wire
 * @param name the reason phrase that is registered at IANA
 * @param meaning what Ringback means by it
 * @param source RFC and section
 */
public record ErrorCode(int code, String name, String meaning, String source) {}
