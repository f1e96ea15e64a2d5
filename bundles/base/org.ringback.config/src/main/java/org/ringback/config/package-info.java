/** Brings the configuration files into ConfigurationAdmin; a service, with no API of its own. */
@NullMarked
package org.ringback.config;

import org.jspecify.annotations.NullMarked;
