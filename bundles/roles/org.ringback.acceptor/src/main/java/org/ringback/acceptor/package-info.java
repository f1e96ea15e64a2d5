/** The acceptor: the gateway's side of the protocol. Nothing here is exported; it is met as services. */
@NullMarked
package org.ringback.acceptor;

import org.jspecify.annotations.NullMarked;
