/**
 * What a person, through the shell or another bundle, can do with each role: one service for each role that is active.
 * Changes return a CompletionStage that completes once the change is on disk; if it fails, then with a
 * {@link org.ringback.api.control.RefusedException} or an IllegalArgumentException whose message says what to do next.
 */
@Export
@Version("1.1.0")
@NullMarked
package org.ringback.api.control;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
