package org.ringback.config.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringback.api.configuration.ConfigurationControl.Became;
import org.ringback.api.configuration.ConfigurationControl.Change;
import org.ringback.api.configuration.NearMiss;
import org.ringback.api.configuration.Schema;
import org.ringback.config.file.ConfigurationLines;
import org.ringback.config.file.ConfigurationText;

/**
 * A change of one key in a file, judged before it is written. Immutable.
 *
 * @param file the file
 * @param before its text
 * @param after its text with the change
 * @param now the value of the key with the change
 */
record KeyChange(ConfigurationFile file, String before, String after, String now) {
    /**
     * Judges a change.
     *
     * @param file the file
     * @param schema its keys
     * @param key which key is changed
     * @param value the new value; empty to have the default again
     * @param properties the text for each {@code ${name}}
     * @throws IllegalArgumentException if it is refused: {@code key: 'value' (expected: …)}
     */
    static KeyChange of(
            ConfigurationFile file,
            Schema<?> schema,
            String key,
            Optional<String> value,
            Function<String, @Nullable String> properties) {
        if (!schema.names().contains(key)) {
            throw new IllegalArgumentException(key + ": unknown key of " + schema.pid() + " (expected: "
                    + NearMiss.of(key, schema.names())
                            .map(near -> near + "; did you mean that?")
                            .orElse("one of " + String.join(", ", schema.names()))
                    + ")");
        }
        String wanted = value.orElse("").strip();
        if (wanted.codePoints().anyMatch(KeyChange::isNoText)) {
            throw new IllegalArgumentException(key + ": has a sign that no editor shows (expected: one line of text)");
        }
        byte[] bytes = file.bytes();
        ConfigurationText.parse(bytes); // only what is UTF-8 may be written again
        String before = new String(bytes, UTF_8);
        String after = ConfigurationLines.with(before, key, wanted);
        ConfigurationText read = ConfigurationText.parse(after.getBytes(UTF_8)).substituted(properties, true);
        Judgement judgement = Judgement.of(read, schema);
        List<String> reasons = Stream.concat(judgement.faults().stream(), judgement.unknown().stream())
                .toList();
        if (!reasons.isEmpty()) {
            throw new IllegalArgumentException(reasons.stream()
                    .map(reason -> reason.startsWith(key + ":") ? reason : file.label() + ": " + reason)
                    .collect(Collectors.joining("; ")));
        }
        return new KeyChange(file, before, after, InForceValues.value(schema, key, judgement.values()));
    }

    private static boolean isNoText(int point) {
        int type = Character.getType(point);
        return type == Character.CONTROL
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }

    /** Whether the file says so already. */
    boolean isNone() {
        return before.equals(after);
    }

    /** Writes it. */
    void write() {
        try {
            FileReplacement.write(file.path(), after.getBytes(UTF_8));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    file.label() + ": cannot be written: " + e
                            + " (expected: a file and a folder that whoever runs this"
                            + " program may write, and room on the disk); nothing was changed",
                    e);
        }
    }

    /** {@return what became of it} */
    Change told(String had, Became became, List<String> told) {
        return new Change(file.label(), had, now, became, told);
    }
}
