/**
 * Bytes of messages: STUN (RFC 8489), and the catalogue of Ringback's own messages. {@link org.ringback.wire.StunView}
 * reads a datagram in place, {@link org.ringback.wire.MessageKind} is the declarative catalogue,
 * {@link org.ringback.wire.Message} a checked message, {@link org.ringback.wire.MessageCodec} turns one into the other.
 * Pure JDK; the roles' cores call it.
 */
@Export
@Version("1.2.0")
@NullMarked
package org.ringback.wire;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
