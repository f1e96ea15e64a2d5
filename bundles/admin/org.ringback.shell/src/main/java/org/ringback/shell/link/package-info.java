/**
 * Both ends of the local socket: frames, the side that a launcher uses, and the words that both know. Pure JDK; not exported, but the launcher puts
 * this bundle on its class path.
 */
@NullMarked
package org.ringback.shell.link;

import org.jspecify.annotations.NullMarked;
