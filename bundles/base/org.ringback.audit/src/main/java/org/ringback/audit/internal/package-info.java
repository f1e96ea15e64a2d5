/** The audit log on disk: lines chained under a key, a head that knows how many there are, one thread that writes. */
@NullMarked
package org.ringback.audit.internal;

import org.jspecify.annotations.NullMarked;
