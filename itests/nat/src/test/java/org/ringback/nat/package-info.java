/** The assembled programs in networks of every kind; which way a ring went is read from what was seen on the internet between them. */
@NullMarked
package org.ringback.nat;

import org.jspecify.annotations.NullMarked;
