package org.ringback.kernel;

import java.util.Optional;
import org.ringback.api.ProtectionId;
import org.ringback.spi.Beginning;

/**
 * What the first bytes of a connection say. Immutable.
 *
 * @param beginning how much of a first message they are
 * @param protection the protection that they choose, once known; empty also if there is no choice
 */
public record FirstBytes(Beginning beginning, Optional<ProtectionId> protection) {}
