/** The streams of both ends over one call-back. */
@NullMarked
package org.ringback.conversation;

import org.jspecify.annotations.NullMarked;
