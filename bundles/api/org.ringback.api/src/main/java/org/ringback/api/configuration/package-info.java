/**
 * Configuration: each bundle declares its keys ({@link org.ringback.api.configuration.Schema}); one reader checks the
 * files against the schemas, reports what is wrong ({@link org.ringback.api.configuration.ConfigurationTroubles}), and
 * changes them on request ({@link org.ringback.api.configuration.ConfigurationControl}).
 */
@Export
@Version("1.1.0")
@NullMarked
package org.ringback.api.configuration;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
