/** What the kernel has of OSGi: it tracks the crypto bundles. */
@NullMarked
package org.ringback.kernel.internal;

import org.jspecify.annotations.NullMarked;
