/** A home in one file, to be carried to another machine. Knows nothing of programs. */
@NullMarked
package org.ringback.runtime.backup;

import org.jspecify.annotations.NullMarked;
