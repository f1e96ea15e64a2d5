/**
 * The issuer's driver: carries events of sockets, store and persons into the core and its actions out, wholly on one
 * loop. Registers {@link org.ringback.api.control.IssuerControl}, stories and counters.
 */
@NullMarked
package org.ringback.issuer.internal;

import org.jspecify.annotations.NullMarked;
