/**
 * The wire: STUN messages (RFC 8489) and the catalogue of ours. {@link org.ringback.wire.StunView} reads a datagram in
 * place, {@link org.ringback.wire.MessageKind} is the declarative catalogue, {@link org.ringback.wire.Message} a checked
 * message, {@link org.ringback.wire.MessageCodec} goes between. Pure JDK; the roles' cores call it.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.ringback.wire;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
