/** Drives the relay's core: has its sockets, services and configuration. Everything of one server runs on one loop. */
@NullMarked
package org.ringback.relay.internal;

import org.jspecify.annotations.NullMarked;
