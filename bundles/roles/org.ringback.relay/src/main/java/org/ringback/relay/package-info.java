/** The server's side of the protocol. */
@NullMarked
package org.ringback.relay;

import org.jspecify.annotations.NullMarked;
