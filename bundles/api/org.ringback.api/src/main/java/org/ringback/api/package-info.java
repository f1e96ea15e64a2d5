/**
 * Services and values that all bundles share: equipment, issuers, rings and their stories, and the services by which
 * the bundles meet. Only interfaces and immutable values.
 */
@Export
@Version("1.2.0")
@NullMarked
package org.ringback.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
