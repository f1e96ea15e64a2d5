/**
 * The protection {@code certificate-first} (docs/protocol.md) as a {@link org.ringback.spi.ConnectionProtection}: Noise
 * NK, and the messages and records around it. Exports nothing. Uses Bouncy Castle's primitives directly; registers no
 * security provider.
 */
@NullMarked
package org.ringback.crypto.certificatefirst.internal;

import org.jspecify.annotations.NullMarked;
