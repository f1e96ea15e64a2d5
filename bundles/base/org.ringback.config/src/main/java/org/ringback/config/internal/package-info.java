/** The folder {@code config/}: watched, read, judged, and given to ConfigurationAdmin. */
@NullMarked
package org.ringback.config.internal;

import org.jspecify.annotations.NullMarked;
