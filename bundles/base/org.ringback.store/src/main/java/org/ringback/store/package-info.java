/**
 * Keeps what must survive a restart: small tables of records, encrypted on disk. A write is acknowledged when it is on
 * disk.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.ringback.store;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
