/**
 * Both ends of the local socket: frames, the client that the launcher uses, and words that both need. Pure JDK; not
 * exported, but the launcher has this bundle on its class path.
 */
@NullMarked
package org.ringback.shell.link;

import org.jspecify.annotations.NullMarked;
