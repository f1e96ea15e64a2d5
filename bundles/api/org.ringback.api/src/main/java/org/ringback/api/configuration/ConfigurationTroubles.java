package org.ringback.api.configuration;

import java.util.List;

/** What is wrong with the files of the configuration, until it is mended. One service. Thread-safe. */
public interface ConfigurationTroubles {
    /** {@return all of it, file by file; best empty} */
    List<Trouble> troubles();

    /**
     * One thing that is wrong.
     *
     * @param pid whose configuration it is
     * @param refused whether nothing of the file is in force; else it is, but for what is told
     * @param text in words, with the file and what was expected
     */
    record Trouble(String pid, boolean refused, String text) {}
}
