/**
 * The durable part: small tables of records on disk, encrypted. The roles write; acknowledged means on disk.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.ringback.store;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
