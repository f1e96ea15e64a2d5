/**
 * The acceptor's protocol without I/O (docs/protocol.md): {@link org.ringback.acceptor.core.AcceptorCore} takes events
 * and returns actions. Has enrolment, lease, registration, wake-up, datagram ring, judging of rings, call-back and
 * policy. No socket, clock, thread, service or logger here; a core and all its objects belong to one thread.
 */
@NullMarked
package org.ringback.acceptor.core;

import org.jspecify.annotations.NullMarked;
