package org.ringback.runtime.console;

import org.jspecify.annotations.Nullable;

/** Who gave a command, and can be asked while it waits. Used by one thread. */
public interface Person {
    /** {@return whether somebody can be asked} */
    boolean isThere();

    /**
     * Asks for something that nobody else may see.
     *
     * @param prompt what is asked for
     * @return what was typed, which the caller wipes; null if nothing came
     */
    char @Nullable [] secret(String prompt);

    /**
     * Asks a question.
     *
     * @param question the question
     * @return the answer; null if none came
     */
    @Nullable
    String answer(String question);
}
