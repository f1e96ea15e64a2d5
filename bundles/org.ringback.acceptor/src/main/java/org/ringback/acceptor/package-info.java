/** The equipment's side of the protocol. */
@NullMarked
package org.ringback.acceptor;

import org.jspecify.annotations.NullMarked;
