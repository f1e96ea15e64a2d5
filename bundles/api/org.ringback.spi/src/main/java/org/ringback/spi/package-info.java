/**
 * What the crypto bundles offer to the roles: protected connections, identities, the server's authority, the
 * primitives of a ring, and the strings that people carry. The roles call; only crypto bundles implement. Every service
 * here is stateless: keys go in and come out as {@link org.ringback.api.Secret}, storing them is the caller's.
 */
@Export
@Version("1.1.0")
@NullMarked
package org.ringback.spi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
