/**
 * Vectors and checks for any crypto bundle: known answers, bytes changed and cut, and handshakes with a reference, with
 * throwaway keys only. Whoever is about to use another bundle runs them, not that bundle.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.ringback.crypto.kit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
