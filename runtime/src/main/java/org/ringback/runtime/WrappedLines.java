package org.ringback.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Ends a line before the word that would not fit, and begins the next one further in. Passes on at once what is flushed,
 * so that a question that ends no line is seen. Text is in UTF-8, or in an encoding of one byte for each character.
 * Thread-safe.
 */
final class WrappedLines extends OutputStream {
    /** The narrowest terminal that lines are ended for. */
    private static final int FEWEST = 40;

    /** How much further in a line goes on. */
    private static final int FURTHER = 2;

    private static final int DEEPEST = 20;

    private final OutputStream to;
    private final ByteArrayOutputStream word = new ByteArrayOutputStream();
    /** What goes on to the terminal with the end of a call. */
    private final ByteArrayOutputStream ready = new ByteArrayOutputStream();

    private int columns;

    /** How many characters the line has. */
    private int used;

    /** How many blanks stand between those and the word, and are not written yet. */
    private int blanks;

    /** How many characters the word has. */
    private int length;

    /** How far in the line begins; what goes on begins further. */
    private int indent;

    /** Whether a blank stands before the word. */
    private boolean apart;

    /** Whether the line has no word yet. */
    private boolean begins = true;

    /**
     * Makes it.
     *
     * @param to takes the lines
     * @param columns how many characters a line may have
     */
    WrappedLines(OutputStream to, int columns) {
        this.to = to;
        resized(columns);
    }

    /** Lines may have so many characters from now on. */
    synchronized void resized(int wide) {
        columns = Math.max(FEWEST, wide);
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int count) throws IOException {
        for (int at = offset; at < offset + count; at++) {
            take(bytes[at]);
        }
        pass();
    }

    private void take(byte one) {
        switch (one) {
            case ' ' -> {
                endWord();
                blanks++;
                apart = true;
            }
            case '\n', '\r' -> {
                endWord();
                writeBlanks();
                ready.write(one);
                used = 0;
                begins = true;
            }
            default -> {
                word.write(one);
                length += isFurther(one) ? 0 : 1;
            }
        }
    }

    /** Whether a byte is not the first of its character. */
    private static boolean isFurther(byte one) {
        return (one & 0xC0) == 0x80;
    }

    /** Ends the word, in a new line if it does not fit. */
    private void endWord() {
        if (word.size() == 0) {
            return;
        }
        if (begins) {
            indent = Math.min(DEEPEST, blanks + FURTHER);
        } else if (apart && used + blanks + length > columns) {
            ready.write('\n');
            used = 0;
            blanks = indent;
        }
        writeBlanks();
        ready.writeBytes(word.toByteArray());
        word.reset();
        used += length;
        length = 0;
        begins = false;
        apart = false;
    }

    private void writeBlanks() {
        for (; blanks > 0; blanks--) {
            ready.write(' ');
            used++;
        }
    }

    private void pass() throws IOException {
        ready.writeTo(to);
        ready.reset();
    }

    @Override
    public synchronized void flush() throws IOException {
        endWord();
        writeBlanks();
        pass();
        to.flush();
    }
}
