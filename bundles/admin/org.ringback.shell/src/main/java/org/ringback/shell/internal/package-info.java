/** The commands, one class each, and the socket's server. Whoever adds a command copies the smallest one. */
@NullMarked
package org.ringback.shell.internal;

import org.jspecify.annotations.NullMarked;
