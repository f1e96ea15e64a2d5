package org.ringback.runtime.console;

import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.ringback.shell.link.Quoting;

/**
 * A command line as far as it is typed: the words of the command that the cursor is in, up to the word at the cursor.
 * Immutable.
 *
 * @param line all that was typed
 * @param cursor where the cursor is in it
 * @param words the words before the cursor, unquoted; the last one is the one at the cursor
 * @param rawWordCursor how many characters of the line the last word has, with quotes
 */
record Typed(String line, int cursor, List<String> words, int rawWordCursor) implements CompletingParsedLine {
    @Override
    public String word() {
        return words.get(wordIndex());
    }

    @Override
    public int wordCursor() {
        return word().length();
    }

    @Override
    public int wordIndex() {
        return words.size() - 1;
    }

    /** What stands behind the cursor is no part of the word: it stays as it is. */
    @Override
    public int rawWordLength() {
        return rawWordCursor;
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
        // Nothing is what stands there before a word is chosen; quotes would be counted as typed.
        return candidate.length() == 0 ? "" : Quoting.quoted(candidate.toString());
    }
}
