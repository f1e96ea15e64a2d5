/**
 * Drives the relay's core: sockets, services and configuration. Everything of one server runs on one loop.
 */
@NullMarked
package org.ringback.relay.internal;

import org.jspecify.annotations.NullMarked;
