/**
 * Has every socket of the process. The roles ask {@link org.ringback.transport.Transport} for UDP ports, listeners and
 * connections, and attach handlers. No protocol logic is here, and no type of Netty is visible. A role does all its
 * work on one {@link org.ringback.transport.Loop}, on which its handlers are called.
 */
@Export
@Version("1.1.0")
@NullMarked
package org.ringback.transport;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
