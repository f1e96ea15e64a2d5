package org.ringback.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The numbered sentences of docs/protocol.md, and what quotes them. Not thread-safe. */
final class ProtocolRules {
    /** What a quotation that leaves the rest of its sentence out ends with. */
    private static final String GOES_ON = " …";

    /** A shorter beginning may be of another sentence, too. */
    private static final int LEAST_BEGINNING = 20;

    private static final Pattern NUMBER = Pattern.compile("\\[([A-Z]{2,8}-\\d+)]");
    private static final Pattern QUOTATION = Pattern.compile("\\s*// \\[([A-Z]{2,8}-\\d+)] (.+)");
    private static final Pattern ITEM = Pattern.compile("(?:- |\\d+\\. )(.*)");
    /** What stands between a number and the next sentence. */
    private static final Pattern REMAINS = Pattern.compile("^[ ;,.:|]+");

    private final Map<String, String> sentences = new TreeMap<>();
    private final Map<String, Integer> quoted = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final StringBuilder paragraph = new StringBuilder();

    /** Reads a whole document: paragraphs, items of lists, rows of tables; no code, no headings. */
    ProtocolRules(String document) {
        boolean code = false;
        for (String line : document.lines().map(String::strip).toList()) {
            boolean fence = line.startsWith("```");
            code ^= fence;
            Matcher item = ITEM.matcher(line);
            if (code || fence || line.isEmpty() || line.startsWith("#") || line.startsWith("<!--")) {
                endParagraph();
            } else if (line.startsWith("|")) {
                endParagraph();
                row(line);
            } else {
                if (item.matches()) {
                    endParagraph();
                }
                paragraph.append(item.matches() ? item.group(1) : line).append(' ');
            }
        }
        endParagraph();
    }

    private void endParagraph() {
        number(plain(paragraph.toString()), true);
        paragraph.setLength(0);
    }

    /** A row is one sentence as far as its number, as one cell alone says too little. */
    private void row(String line) {
        String cells = Arrays.stream(line.split("\\|"))
                .map(String::strip)
                .filter(cell -> !cell.isEmpty())
                .collect(Collectors.joining(" | "));
        number(plain(cells), false);
    }

    private void number(String text, boolean prose) {
        int from = 0;
        for (MatchResult number : NUMBER.matcher(text).results().toList()) {
            String before = text.substring(from, number.start()).strip();
            if (sentences.put(number.group(1), prose ? lastSentence(before) : trimmed(before)) != null) {
                faults.add(number.group(1) + ": stands twice in the document (expected: once)");
            }
            from = number.end();
        }
    }

    /** What a semicolon parts are sentences, too. */
    private static String lastSentence(String text) {
        int from = Math.max(text.lastIndexOf(". "), text.lastIndexOf("; "));
        return trimmed(from < 0 ? text : text.substring(from + 2));
    }

    private static String trimmed(String text) {
        return REMAINS.matcher(text).replaceFirst("").strip();
    }

    /** Without what only changes its look. */
    private static String plain(String text) {
        return text.replaceAll("[*`]", "").replaceAll("\\s+", " ").strip();
    }

    /** Reads the quotations of one source file, each a comment of one line. */
    void quotedBy(String file, String source) {
        for (String line : source.lines().toList()) {
            Matcher quotation = QUOTATION.matcher(line);
            if (quotation.matches()) {
                compare(file, quotation.group(1), quotation.group(2).strip());
            }
        }
    }

    private void compare(String file, String number, String words) {
        String sentence = sentences.get(number);
        if (sentence == null) {
            faults.add(file + ": quotes " + number + " (expected: a number of the document)");
            return;
        }
        quoted.merge(number, 1, Integer::sum);
        boolean part = words.endsWith(GOES_ON);
        String said = part ? words.substring(0, words.length() - GOES_ON.length()) : words;
        boolean same = part
                ? said.length() >= LEAST_BEGINNING && sentence.startsWith(said) && sentence.length() > said.length()
                : sentence.equals(said);
        if (!same) {
            faults.add(file + ": " + number + " says '" + words + "' (expected: '" + sentence + "')");
        }
    }

    /** {@return the sentences by number} */
    Map<String, String> sentences() {
        return sentences;
    }

    /** {@return what is wrong, each in words; empty if nothing is} */
    List<String> faults() {
        List<String> all = new ArrayList<>(faults);
        sentences.keySet().stream()
                .filter(number -> !quoted.containsKey(number))
                .forEach(number -> all.add(number + ": is quoted nowhere (expected: at the line that keeps it)"));
        return all;
    }
}
