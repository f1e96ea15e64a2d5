/**
 * The limits of this program and how near it came to each: a {@link org.ringback.api.limits.Limit} is declared by the
 * bundle that keeps it, a {@link org.ringback.api.limits.HighWater} counts there, and the service
 * {@link org.ringback.api.limits.Limits} of each such bundle tells.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.ringback.api.limits;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
