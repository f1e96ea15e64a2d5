package org.ringback.runtime.console;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jspecify.annotations.Nullable;

/**
 * Completes what is typed by asking the program, and names of files by looking here. Immutable.
 *
 * @param program the program
 */
record ProgramCompleter(ConsoleProgram program) implements Completer {
    private static final String FILE = "FILE";

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        List<String> words = new ArrayList<>(List.of("complete"));
        words.addAll(line.words());
        program.ask(words).stream().flatMap(String::lines).forEach(answer -> {
            String[] parts = answer.split("\t", 2);
            String text = parts.length > 1 ? parts[1] : "";
            if (!parts[0].isEmpty()) {
                candidates.add(candidate(parts[0], text.isEmpty() ? null : text, true));
            } else if (text.equals(FILE)) {
                FileNames.beginning(line.word())
                        .forEach(name -> candidates.add(candidate(name, null, !name.endsWith("/"))));
            }
        });
    }

    private static Candidate candidate(String word, @Nullable String text, boolean whole) {
        return new Candidate(word, word, null, text, null, null, whole);
    }
}
