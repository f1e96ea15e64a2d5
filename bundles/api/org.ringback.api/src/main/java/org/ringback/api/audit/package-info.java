/**
 * The audit log: who asked for what, from where, and what came of it
 * ({@link org.ringback.api.audit.AuditLog}). Values and one service.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.ringback.api.audit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
