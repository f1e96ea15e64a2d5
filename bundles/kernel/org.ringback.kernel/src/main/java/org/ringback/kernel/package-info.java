/**
 * What the drivers of the three roles share: {@link org.ringback.kernel.CoreDriver} carries events into a core without
 * I/O and actions out, {@link org.ringback.kernel.Links} its protected connections; {@link org.ringback.kernel.ServerDialler} finds
 * the way to a server, without I/O. A role's bundle makes them and hands in its core; nothing here knows a role.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.ringback.kernel;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
