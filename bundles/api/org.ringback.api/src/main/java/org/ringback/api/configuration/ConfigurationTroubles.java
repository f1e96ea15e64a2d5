package org.ringback.api.configuration;

import java.util.List;

/** What is wrong with the configuration files, until it is mended. One service. Thread-safe. */
public interface ConfigurationTroubles {
    /** {@return all troubles, file by file; empty if all is well} */
    List<Trouble> troubles();

    /**
     * One thing that is wrong.
     *
     * @param pid the PID of the configuration
     * @param refused whether the whole file was refused; if not, it is in force except for what the text says
     * @param text the trouble in words, with the file and what was expected
     */
    record Trouble(String pid, boolean refused, String text) {}
}
