/**
 * The crypto services on Bouncy Castle. Nothing here is exported: other bundles meet it as services of
 * {@code org.ringback.spi}. No security provider is registered with the virtual machine; its own instances stand
 * in {@link org.ringback.crypto.internal.BouncyCastle}.
 */
@NullMarked
package org.ringback.crypto.internal;

import org.jspecify.annotations.NullMarked;
