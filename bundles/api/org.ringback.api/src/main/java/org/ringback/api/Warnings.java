package org.ringback.api;

import java.util.List;

/** What the owner of a process should know of a part that is no role. One service for each part. Thread-safe. */
public interface Warnings {
    /** {@return in words, with what to do; best empty} */
    List<String> warnings();
}
