/** The assembled programs as processes, watched from outside: on the wire, through their shells, over their pages. */
@NullMarked
package org.ringback.processes;

import org.jspecify.annotations.NullMarked;
