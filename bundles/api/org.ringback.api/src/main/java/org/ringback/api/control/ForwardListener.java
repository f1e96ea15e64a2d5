package org.ringback.api.control;

/**
 * Hears how forwards are. A service of whoever wants to know (whiteboard): it is told of each forward that is open when
 * it comes, and of each change from then on.
 */
@FunctionalInterface
public interface ForwardListener {
    /**
     * Tells of one forward. Called on any thread, by one at a time for each forward; must not block.
     *
     * @param now how the forward is
     */
    void changed(ForwardStatus now);
}
