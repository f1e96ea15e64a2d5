/** The folder {@code config/}: watched, read, judged, and given to ConfigurationAdmin. */
@NullMarked
package org.ringback.configuration.internal;

import org.jspecify.annotations.NullMarked;
