@NullMarked
package org.ringback.relay.internal;

import org.jspecify.annotations.NullMarked;
