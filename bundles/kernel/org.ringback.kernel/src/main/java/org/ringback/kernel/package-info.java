/**
 * One dialect for the cores of all roles, and what drives one. A core is a {@link org.ringback.kernel.Core}: events in, actions
 * out; {@link org.ringback.kernel.CoreRunner} carries both. Nothing here knows a role.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.ringback.kernel;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
