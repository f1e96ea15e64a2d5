/** Runs in the build only: writes what the resolver found as Feature JSON. */
@NullMarked
package org.ringback.runtime.build;

import org.jspecify.annotations.NullMarked;
