/**
 * The acceptor's protocol without I/O (docs/protocol.md): {@link org.ringback.acceptor.core.AcceptorCore} takes events
 * and gives actions. Enrolment, lease, registration, wake-up, datagram ring, judgement, call-back, policy. No socket,
 * clock, thread, service or logger in here; a core and everything in it belongs to one thread.
 */
@NullMarked
package org.ringback.acceptor.core;

import org.jspecify.annotations.NullMarked;
