/**
 * What is trusted and what is written down: releases, their signatures, the keys whose word counts, and the list of
 * bundles that were deployed or put in another's place. Pure JDK; not exported, but the launcher has this bundle on its
 * class path, as it installs what stands in these lists.
 */
@NullMarked
package org.ringback.updater.release;

import org.jspecify.annotations.NullMarked;
