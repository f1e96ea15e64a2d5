package org.ringback.runtime.console;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Parser;
import org.jline.reader.SyntaxError;

/**
 * Takes command lines apart as Gogo does: words between white space, quoted by {@code '…'}, in which all stands for itself, {@code "…"} or a backslash;
 * {@code |}, {@code ;} and {@code &} end a command. Stateless.
 */
final class Lines implements Parser {
    private static final String ENDS = "|;&\n";

    /** {@return the words of each command of a line} */
    static List<List<String>> commands(String line) {
        List<List<String>> all = new ArrayList<>();
        for (Scan scan = new Scan(line, 0); ; scan = new Scan(line, scan.at + 1)) {
            scan.run();
            scan.endWord();
            if (!scan.words.isEmpty()) {
                all.add(List.copyOf(scan.words));
            }
            if (scan.at >= line.length()) {
                return List.copyOf(all);
            }
        }
    }

    /** Any line may be run: what is wrong with it the program says. */
    @Override
    public Typed parse(String line, int cursor, ParseContext context) throws SyntaxError {
        String before = line.substring(0, cursor);
        Scan scan = new Scan(before, 0);
        for (scan.run(); scan.at < before.length(); scan.run()) {
            scan = new Scan(before, scan.at + 1);
        }
        int raw = scan.begun < 0 ? 0 : before.length() - scan.begun;
        List<String> words = new ArrayList<>(scan.words);
        words.add(scan.word.toString());
        return new Typed(line, cursor, List.copyOf(words), raw);
    }

    /** Reads one command of a line. */
    private static final class Scan {
        final List<String> words = new ArrayList<>();
        final StringBuilder word = new StringBuilder();
        private final String line;
        int at;
        /** Where the word begins that is open; -1 if none is. */
        int begun = -1;

        Scan(String line, int from) {
            this.line = line;
            this.at = from;
        }

        /** Goes to the end of the command, and leaves the last word open. */
        void run() {
            char quote = 0;
            for (; at < line.length(); at++) {
                char c = line.charAt(at);
                boolean ends = quote == 0 && ENDS.indexOf(c) >= 0;
                if (ends) {
                    return;
                }
                if (quote == 0 && Character.isWhitespace(c)) {
                    endWord();
                    continue;
                }
                begun = begun < 0 ? at : begun;
                if (c == '\\' && quote != '\'' && at + 1 < line.length()) {
                    at++;
                    word.append(line.charAt(at));
                } else if (quote == 0 && (c == '\'' || c == '"')) {
                    quote = c;
                } else if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            }
        }

        void endWord() {
            if (begun >= 0) {
                words.add(word.toString());
                word.setLength(0);
                begun = -1;
            }
        }
    }
}
