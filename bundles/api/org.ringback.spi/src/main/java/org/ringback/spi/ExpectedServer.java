package org.ringback.spi;

import java.time.Instant;

/**
 * What a server must prove to a device that dials it. Immutable.
 *
 * @param chains validates its chain, for protections that do not do so themselves
 * @param pins the authorities that may vouch for it
 * @param host its configured name or address, which its leaf must carry
 * @param now the time for the dates of the chain
 */
public record ExpectedServer(ServerChains chains, ServerPins pins, String host, Instant now) {}
