package org.ringback.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the Javadoc of a constant says: documents repeat it, so that it is written once. */
final class SourceComments {
    private static final Path SOURCES =
            Path.of(System.getProperty("basedir", ".")).resolve("src/main/java/org/ringback/wire");
    private static final Pattern CITATION = Pattern.compile(" \\(RFC [^)]*\\)");

    private final String source;

    SourceComments(Class<?> type) {
        try {
            source = Files.readString(SOURCES.resolve(type.getSimpleName() + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The comment of the constant whose declaration has this text right behind the comment; citations left out. */
    String of(String declaration) {
        Matcher matcher = Pattern.compile("/\\*\\* ([^*]+) \\*/\\s+" + declaration + "\\b")
                .matcher(source);
        if (!matcher.find()) {
            throw new IllegalStateException(declaration + ": no comment of one line (expected: one)");
        }
        return CITATION.matcher(matcher.group(1)).replaceAll("");
    }
}
