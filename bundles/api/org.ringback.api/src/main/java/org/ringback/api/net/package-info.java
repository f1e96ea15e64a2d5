/**
 * Prints and reads IP addresses, hosts with a port, and networks. Only {@link org.ringback.api.net.HostPort#resolve()}
 * asks a name server.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.ringback.api.net;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
