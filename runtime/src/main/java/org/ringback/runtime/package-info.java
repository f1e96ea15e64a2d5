/** The launcher: one program that starts a gateway from a feature, talks to a running one, and shows the demo. */
@NullMarked
package org.ringback.runtime;

import org.jspecify.annotations.NullMarked;
