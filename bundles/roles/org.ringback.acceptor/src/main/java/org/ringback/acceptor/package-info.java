/** The acceptor: the gateway's side of the protocol. Exports nothing; others use its services. */
@NullMarked
package org.ringback.acceptor;

import org.jspecify.annotations.NullMarked;
