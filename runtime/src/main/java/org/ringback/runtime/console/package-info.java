/** The console: lines that a person types, completed and kept; what they do is its caller's. Knows no socket. */
@NullMarked
package org.ringback.runtime.console;

import org.jspecify.annotations.NullMarked;
