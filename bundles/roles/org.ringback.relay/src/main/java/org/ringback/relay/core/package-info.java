/**
 * The server's side of the protocol without I/O: {@link org.ringback.relay.core.RelayCore} takes events and returns
 * actions. No socket, clock, thread or lock here; to be used by one thread at a time.
 */
@NullMarked
package org.ringback.relay.core;

import org.jspecify.annotations.NullMarked;
