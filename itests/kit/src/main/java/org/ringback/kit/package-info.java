/** What the suites of {@code itests/} share. */
@NullMarked
package org.ringback.kit;

import org.jspecify.annotations.NullMarked;
