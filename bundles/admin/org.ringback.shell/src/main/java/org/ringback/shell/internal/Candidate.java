package org.ringback.shell.internal;

/**
 * A word that may stand where a person is typing. Immutable.
 *
 * @param word the word, unquoted
 * @param text a few words about it; may be empty
 */
record Candidate(String word, String text) {
    /** Says that the caller's file names may stand there: they are not this program's to look up. */
    static final Candidate FILE_NAMES = new Candidate("", "FILE");

    Candidate(String word) {
        this(word, "");
    }
}
