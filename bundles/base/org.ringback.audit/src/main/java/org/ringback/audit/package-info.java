/** Keeps the audit log: the service {@link org.ringback.api.audit.AuditLog}, with no API of its own. */
@NullMarked
package org.ringback.audit;

import org.jspecify.annotations.NullMarked;
