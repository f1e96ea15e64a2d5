/**
 * The protocol of conversations without I/O: bytes and times go in; frames, events and a deadline come out. Begin with
 * {@link org.ringback.call.core.Multiplexer}. Nothing here is thread-safe, and nothing reads a clock, starts a thread
 * or takes a lock.
 */
@NullMarked
package org.ringback.call.core;

import org.jspecify.annotations.NullMarked;
