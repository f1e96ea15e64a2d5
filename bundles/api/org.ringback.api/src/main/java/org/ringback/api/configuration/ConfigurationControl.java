package org.ringback.api.configuration;

import java.util.List;
import java.util.Optional;

/** What is in force of the configuration, and a way to change its files key by key. One service. Thread-safe. */
public interface ConfigurationControl extends ConfigurationTroubles {
    /** {@return what is in force, configuration by configuration; one that nothing is in force of is left out} */
    List<InForce> inForce();

    /**
     * Changes one key in the file of a configuration, and has it taken at once. Every other line of the file stays. Nothing
     * is recorded in the audit log: whoever calls knows who asked. Waits for the disk.
     *
     * @param pid which configuration
     * @param key its key
     * @param value the new value; empty to have the default again
     * @return what became of it
     * @throws IllegalArgumentException if it is refused, and nothing was changed; the message says why
     */
    Change change(String pid, String key, Optional<String> value);

    /**
     * One configuration in force. Immutable.
     *
     * @param pid its PID
     * @param declared whether its bundle declares its keys; the values of one that does not may be secrets
     * @param values its keys: all that are declared, in their order; else those that are written
     */
    record InForce(String pid, boolean declared, List<Value> values) {
        /** Copies the list. */
        public InForce {
            values = List.copyOf(values);
        }
    }

    /**
     * One key and its value. Immutable.
     *
     * @param key the key
     * @param text the value in force, as written, with what its variables stand for
     * @param standard the default; empty where none is known
     * @param next the value from the next start on, if that is another one
     */
    record Value(String key, String text, String standard, Optional<String> next) {}

    /**
     * What became of a change. Immutable.
     *
     * @param file the file, below the home
     * @param before the value before
     * @param now the value that the file has now
     * @param became what became of it
     * @param told what is wrong with the file now, in words
     */
    record Change(String file, String before, String now, Became became, List<String> told) {
        /** Copies the list. */
        public Change {
            told = List.copyOf(told);
        }
    }

    /** What became of a change. */
    enum Became {
        /** Its bundle has been given it. */
        IN_FORCE,
        /** It is written; its bundle takes it when it is started the next time. */
        NEXT_START,
        /** The file says so already. */
        UNCHANGED,
        /** It is written, and could not be taken: {@link Change#told} says why. */
        NOT_TAKEN
    }
}
