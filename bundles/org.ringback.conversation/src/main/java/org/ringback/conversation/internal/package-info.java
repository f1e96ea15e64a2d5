/**
 * What ties the core to the world: one {@link org.ringback.conversation.internal.Engine} for each call-back (lock, loop
 * and timer), blocking streams for threads, and forwarding for local connections.
 */
@NullMarked
package org.ringback.conversation.internal;

import org.jspecify.annotations.NullMarked;
