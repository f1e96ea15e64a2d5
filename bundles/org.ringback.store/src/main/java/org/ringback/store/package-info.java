/** Keeps what must survive a restart. */
@NullMarked
package org.ringback.store;

import org.jspecify.annotations.NullMarked;
