/** The demo's equipment. */
@NullMarked
package org.ringback.thermostat;

import org.jspecify.annotations.NullMarked;
