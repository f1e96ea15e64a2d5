/** Deploys and exchanges bundles while the program runs, and keeps what is to be there at the next start. */
@NullMarked
package org.ringback.updater;

import org.jspecify.annotations.NullMarked;
