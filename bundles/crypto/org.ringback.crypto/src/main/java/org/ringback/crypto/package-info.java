/** Keys, proofs and protected connections. */
@NullMarked
package org.ringback.crypto;

import org.jspecify.annotations.NullMarked;
