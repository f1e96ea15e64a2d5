/** The store on an encrypted H2 MVStore: one thread owns the file and commits in groups. */
@NullMarked
package org.ringback.store.internal;

import org.jspecify.annotations.NullMarked;
