/** Runs in the build only: turns what the resolver found into Feature JSON. */
@NullMarked
package org.ringback.runtime.build;

import org.jspecify.annotations.NullMarked;
