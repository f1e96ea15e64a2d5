/** The launcher: starts a program from a feature, gives commands to a running one, and shows the demo. */
@NullMarked
package org.ringback.runtime;

import org.jspecify.annotations.NullMarked;
