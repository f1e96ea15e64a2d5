/** The caller's side of the protocol. */
@NullMarked
package org.ringback.issuer;

import org.jspecify.annotations.NullMarked;
