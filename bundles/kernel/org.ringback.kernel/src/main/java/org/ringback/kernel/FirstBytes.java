package org.ringback.kernel;

import java.util.Optional;
import org.ringback.api.ProtectionId;
import org.ringback.spi.Beginning;

/**
 * What a connection began with. Immutable.
 *
 * @param beginning how far it goes towards a first message
 * @param protection which protection it wants, once that shows; empty also where there is only one
 */
public record FirstBytes(Beginning beginning, Optional<ProtectionId> protection) {}
