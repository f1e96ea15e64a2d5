/**
 * Reads the text of a configuration file. Pure JDK; not exported, but the launcher has this bundle on its class path,
 * because it reads from such a file where the shell's socket is.
 */
@NullMarked
package org.ringback.config.file;

import org.jspecify.annotations.NullMarked;
