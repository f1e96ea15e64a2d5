/**
 * Configuration: each bundle declares its keys ({@link org.ringback.api.configuration.Schema}); one reader checks the
 * files against the schemas and reports what is wrong ({@link org.ringback.api.configuration.ConfigurationTroubles}).
 */
@Export
@Version("1.0.0")
@NullMarked
package org.ringback.api.configuration;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
