/**
 * Both ends of the local socket: frames, and the side that a launcher uses. Pure JDK; not exported, but the launcher puts
 * this bundle on its class path.
 */
@NullMarked
package org.ringback.shell.link;

import org.jspecify.annotations.NullMarked;
