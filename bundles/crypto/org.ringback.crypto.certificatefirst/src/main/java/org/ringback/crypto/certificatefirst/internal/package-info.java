/**
 * {@code certificate-first} (docs/protocol.md) as a provider of {@link org.ringback.spi.ConnectionProtection}:
 * the messages and records around Noise NK. Nothing here is exported. Bouncy Castle's primitives are used directly; no
 * security provider is registered.
 */
@NullMarked
package org.ringback.crypto.certificatefirst.internal;

import org.jspecify.annotations.NullMarked;
