package org.ringback.api;

import java.util.List;

/**
 * Warnings to the owner of a process from a bundle that is no role, such as the store. One service for each such
 * bundle. Thread-safe.
 */
public interface Warnings {
    /** {@return the warnings in words, with what to do; empty if all is well} */
    List<String> warnings();
}
