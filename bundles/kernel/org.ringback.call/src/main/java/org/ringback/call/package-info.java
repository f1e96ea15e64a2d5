/**
 * Conversations over a call-back, for both ends: frames with offsets, acknowledgement on delivery, windows, half-close,
 * up to 64 on one connection. {@link org.ringback.call.CallBack} is what the roles use. One
 * {@link org.ringback.call.Engine} for each call-back (lock, loop and timer) ties the core, which has no I/O, to the world;
 * blocking streams are for threads, forwarding for local connections.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.ringback.call;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
