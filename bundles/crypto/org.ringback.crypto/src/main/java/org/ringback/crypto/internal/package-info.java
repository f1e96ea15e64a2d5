/**
 * The crypto services on Bouncy Castle. Nothing here is exported: other bundles use it as services of
 * {@code org.ringback.spi}. No security provider is registered with the virtual machine;
 * {@link org.ringback.crypto.internal.BouncyCastle} has our own instance.
 */
@NullMarked
package org.ringback.crypto.internal;

import org.jspecify.annotations.NullMarked;
