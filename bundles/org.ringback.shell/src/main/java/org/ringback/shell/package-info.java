/** Commands for people and scripts. */
@NullMarked
package org.ringback.shell;

import org.jspecify.annotations.NullMarked;
