/** The commands, one class each, and the socket's server. To add a command, copy the smallest one. */
@NullMarked
package org.ringback.shell.internal;

import org.jspecify.annotations.NullMarked;
