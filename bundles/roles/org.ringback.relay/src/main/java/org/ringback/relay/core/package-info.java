/**
 * The server's side of the protocol without I/O: {@link org.ringback.relay.core.RelayCore} takes events and gives back
 * actions. No socket, clock, thread or lock; whoever drives it does so from one thread at a time.
 */
@NullMarked
package org.ringback.relay.core;

import org.jspecify.annotations.NullMarked;
