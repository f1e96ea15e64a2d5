/** The equipment list in memory. */
@NullMarked
package org.ringback.registry.internal;

import org.jspecify.annotations.NullMarked;
