/** The agent: one thread that deploys, exchanges and takes back bundles, and what it looks at. */
@NullMarked
package org.ringback.updater.internal;

import org.jspecify.annotations.NullMarked;
