/** The equipment list in memory. */
@NullMarked
package org.ringback.registry;

import org.jspecify.annotations.NullMarked;
