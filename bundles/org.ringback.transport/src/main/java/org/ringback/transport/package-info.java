/** Owns every socket. */
@NullMarked
package org.ringback.transport;

import org.jspecify.annotations.NullMarked;
