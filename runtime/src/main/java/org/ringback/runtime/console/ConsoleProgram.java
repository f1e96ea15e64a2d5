package org.ringback.runtime.console;

import java.util.List;
import java.util.Optional;

/** The running program that a console is for. Used by the console's thread. */
public interface ConsoleProgram {
    /** {@return a short name for the prompt} */
    String name();

    /**
     * Runs a line, with its output on the terminal, until it ends or this thread is interrupted.
     *
     * @param line what was typed
     * @param words its words, if it is one command; else none
     * @param person who typed it
     * @param columns how many the terminal has
     * @return its exit code
     */
    int run(String line, List<String> words, Person person, int columns);

    /**
     * Asks for something that is not shown as it is.
     *
     * @param words the words of a command
     * @return its standard output; empty if it fails, or if no answer comes soon
     */
    Optional<String> ask(List<String> words);
}
