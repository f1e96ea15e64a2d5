/**
 * How the text of a configuration file is read. Pure JDK; not exported, but the launcher puts this bundle on its class path,
 * as it looks for the local socket where the file says it is.
 */
@NullMarked
package org.ringback.config.file;

import org.jspecify.annotations.NullMarked;
