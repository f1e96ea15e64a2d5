/** A simulated room, and the web pages that show it over a conversation's two streams. */
@NullMarked
package org.ringback.thermostat.internal;

import org.jspecify.annotations.NullMarked;
