/** A soak: bundles are updated in three programs under rings and conversations, and everything is counted. */
@NullMarked
package org.ringback.runtime.soak;

import org.jspecify.annotations.NullMarked;
