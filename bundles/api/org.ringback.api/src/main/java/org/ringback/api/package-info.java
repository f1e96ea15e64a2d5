/**
 * Services and values that every part of Ringback shares: who is called, who calls, what a ring went through, and the
 * services by which the bundles meet. Interfaces and immutable values only; the bundles around implement and use them.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.ringback.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
