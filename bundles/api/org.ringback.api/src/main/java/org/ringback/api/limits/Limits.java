package org.ringback.api.limits;

import java.util.List;

/** The limits that one bundle keeps. One service for each such bundle (whiteboard). Thread-safe. */
public interface Limits {
    /**
     * Tells how much of each is used; may block for a moment.
     *
     * @return a line for each limit that somebody could reach, in any order; a copy
     */
    List<LimitUse> limits();
}
