package org.ringback.config.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.api.configuration.ConfigurationTroubles.Trouble;

/**
 * The file that the log's configuration names. Who gets the configuration reads that file at once, whatever stands in it, and
 * never again: so it is judged before, and the configuration is given anew when the file changed. Everything else is passed
 * on. Thread-safe.
 */
final class LoggingFile implements ConfigurationFolder.Target {
    private final Path folder;
    private final LoggingSchema schema;
    private final Judge judge;
    private final ConfigurationFolder.Target target;
    private final Told told = new Told();
    private @Nullable Named named;
    private byte @Nullable [] inForce;

    /** Knows what may stand in the file. */
    @FunctionalInterface
    interface Judge {
        /**
         * Judges it.
         *
         * @param file which
         * @param text what it holds
         * @return what is odd about it, in words
         * @throws IllegalArgumentException if it is refused; the message says where and why
         */
        List<String> judge(Path file, byte[] text);
    }

    /** What names the file. */
    private record Named(ConfigurationFile by, Map<String, String> values, Path file, Watch watch) {}

    /**
     * Nothing names a file yet.
     *
     * @param folder what lies in it is called by its name
     * @param judge judges each change
     * @param target takes what was judged
     */
    LoggingFile(Path folder, Judge judge, ConfigurationFolder.Target target) {
        this.folder = folder;
        this.schema = new LoggingSchema(folder);
        this.judge = judge;
        this.target = target;
    }

    @Override
    public void put(ConfigurationFile file, Map<String, String> values) throws IOException {
        if (file.pid().equals(LoggingSchema.PID)) {
            name(file, schema.placed(values));
        } else {
            target.put(file, values);
        }
    }

    @Override
    public void remove(ConfigurationFile file) throws IOException {
        target.remove(file);
    }

    @Override
    public Optional<Map<String, String>> given(String pid) {
        return target.given(pid);
    }

    private synchronized void name(ConfigurationFile by, Map<String, String> values) {
        Path file = schema.read(values);
        named = new Named(by, values, file, new Watch(file));
        again();
    }

    @Override
    public void log(boolean wrong, String line) {
        target.log(wrong, line);
    }

    /** Looks whether it changed. */
    synchronized void look(boolean atOnce) {
        if (named != null && named.watch.changed(atOnce)) {
            take(named, false);
        }
    }

    /** Takes it, changed or not: a file of the log that somebody moved away is made anew. */
    synchronized void again() {
        if (named != null) {
            named.watch.changed(true);
            take(named, true);
        }
    }

    private void take(Named now, boolean unchangedToo) {
        String label = now.file.startsWith(folder) ? "config/" + folder.relativize(now.file) : now.file.toString();
        try {
            byte[] text = FileBytes.of(now.file, "");
            List<String> odd = judge.judge(now.file, text);
            if (unchangedToo || !Arrays.equals(text, inForce)) {
                target.put(now.by, now.values);
                inForce = text;
            }
            told.set(label, odd.stream().map(one -> trouble(false, label, one)).toList(), target);
        } catch (RuntimeException | IOException | LinkageError e) {
            String stays = inForce == null ? "" : "; what was in force before stays";
            told.set(label, List.of(trouble(inForce == null, label, Told.reason(e) + stays)), target);
        }
    }

    private static Trouble trouble(boolean refused, String label, String text) {
        return new Trouble(LoggingSchema.PID, refused, label + ": " + text);
    }

    /** {@return what is wrong now} */
    synchronized List<Trouble> troubles() {
        return told.now();
    }
}
