/**
 * The issuer's driver: gives the core the events of sockets, store and persons and carries out its actions, all on one
 * loop. Registers {@link org.ringback.api.control.IssuerControl}, stories and counters.
 */
@NullMarked
package org.ringback.issuer.internal;

import org.jspecify.annotations.NullMarked;
