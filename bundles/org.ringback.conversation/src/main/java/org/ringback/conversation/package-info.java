/**
 * Conversations over a call-back, for both ends: frames with offsets, acknowledgement on delivery, windows, half-close,
 * up to 64 on one connection. {@link org.ringback.conversation.CallBack} is what the roles use; the core without I/O is
 * not exported.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.ringback.conversation;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
