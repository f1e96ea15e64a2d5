/** The kernel's only OSGi part: tracks the services of crypto bundles. */
@NullMarked
package org.ringback.kernel.internal;

import org.jspecify.annotations.NullMarked;
