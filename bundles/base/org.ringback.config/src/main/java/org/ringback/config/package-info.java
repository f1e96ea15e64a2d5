/** What stands between the files of the configuration and ConfigurationAdmin; a service, no API of its own. */
@NullMarked
package org.ringback.config;

import org.jspecify.annotations.NullMarked;
