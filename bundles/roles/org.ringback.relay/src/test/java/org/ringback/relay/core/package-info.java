@NullMarked
package org.ringback.relay.core;

import org.jspecify.annotations.NullMarked;
