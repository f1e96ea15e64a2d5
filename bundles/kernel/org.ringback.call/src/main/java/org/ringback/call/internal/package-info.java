/**
 * Calls: {@link org.ringback.call.internal.CallsComponent} is the service to which roles hand accepted call-backs,
 * {@code CallEnd} one end of a call, {@code Path} the connection that carries it. Each call has one {@code Engine},
 * which drives the protocol without I/O in package {@code core} with lock, loop and timer. Threads use blocking
 * streams; local connections are forwarded. {@code EquipmentDispatcher} gives the conversations of calls to this
 * gateway's equipment to what answers them.
 */
@NullMarked
package org.ringback.call.internal;

import org.jspecify.annotations.NullMarked;
