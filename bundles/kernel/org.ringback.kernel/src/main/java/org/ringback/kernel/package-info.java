/**
 * What the cores of all roles share, and what drives one. A {@link org.ringback.kernel.Core} takes events and returns
 * actions; {@link org.ringback.kernel.CoreRunner} brings it the former and carries out the latter. Nothing here knows a
 * role.
 */
@Export
@Version("1.2.0")
@NullMarked
package org.ringback.kernel;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
