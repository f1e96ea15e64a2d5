/** The shell: Gogo commands in the scope {@code ringback}, and the local socket through which scripts give them. */
@NullMarked
package org.ringback.shell;

import org.jspecify.annotations.NullMarked;
