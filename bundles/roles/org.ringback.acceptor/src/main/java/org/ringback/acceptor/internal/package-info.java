/**
 * The acceptor's driver: sockets, services and threads around {@link org.ringback.acceptor.core.AcceptorCore}. Nothing
 * here decides about the protocol.
 */
@NullMarked
package org.ringback.acceptor.internal;

import org.jspecify.annotations.NullMarked;
