/**
 * Addresses as people and configurations write them: IP addresses, with a port or a name, and networks. Nothing here asks a
 * name server but {@link org.ringback.api.net.HostPort#resolve()}.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.ringback.api.net;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
