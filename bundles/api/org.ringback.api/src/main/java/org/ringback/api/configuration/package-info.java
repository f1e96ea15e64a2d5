/**
 * Configuration as its parts meet: each bundle says what it takes ({@link org.ringback.api.configuration.Schema}), one reader
 * holds the files against that and says what is wrong ({@link org.ringback.api.configuration.ConfigurationTroubles}).
 */
@Export
@Version("1.0.0")
@NullMarked
package org.ringback.api.configuration;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
