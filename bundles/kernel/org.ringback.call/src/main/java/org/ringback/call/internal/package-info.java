/**
 * Calls: {@link org.ringback.call.internal.CallsComponent} is the service that roles hand accepted call-backs to,
 * {@code CallEnd} one end of a call, {@code Path} the connection that carries it. One {@code Engine} for each call (lock, loop
 * and timer) ties the protocol without I/O, package {@code core}, to the world; blocking streams are for threads, forwarding
 * for local connections. {@code EquipmentDispatcher} gives the conversations of calls to equipment here to who answers them.
 */
@NullMarked
package org.ringback.call.internal;

import org.jspecify.annotations.NullMarked;
