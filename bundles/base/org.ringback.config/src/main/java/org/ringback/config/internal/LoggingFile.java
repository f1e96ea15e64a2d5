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
 * Watches the Logback file that the logging configuration names. The logging bundle reads that file once, when it gets
 * the configuration, and accepts anything: so this class checks the file before, and gives the configuration again when
 * the file changed. Other configurations are passed on. Thread-safe.
 */
final class LoggingFile implements ConfigurationFolder.Target {
    private final Path folder;
    private final LoggingSchema schema;
    private final Judge judge;
    private final ConfigurationFolder.Target target;
    private final Told told = new Told();
    private @Nullable Named named;
    private byte @Nullable [] inForce;
    private boolean refused;

    /** Checks the content of the file. */
    @FunctionalInterface
    interface Judge {
        /**
         * Checks a file.
         *
         * @param file which
         * @param text its bytes
         * @return probable mistakes, in words
         * @throws IllegalArgumentException if it is refused; the message says where and why
         */
        List<String> judge(Path file, byte[] text);
    }

    /** The configuration that names the file. */
    private record Named(ConfigurationFile by, Map<String, String> values, Path file, Watch watch) {}

    /**
     * Makes one that watches no file yet.
     *
     * @param folder files in it are named in messages without their path
     * @param judge checks each changed file
     * @param target takes accepted configurations
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

    @Override
    public void judged(ConfigurationFile file, String outcome) {
        target.judged(file, outcome);
    }

    /** Looks whether the file changed, and takes it then. */
    synchronized void look(boolean atOnce) {
        if (named != null && named.watch.changed(atOnce)) {
            take(named, false);
        }
    }

    /**
     * Takes the file even if it is unchanged, so that Logback opens a new log file where the old one was moved away.
     */
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
            refused = false;
            told.set(label, odd.stream().map(one -> trouble(false, label, one)).toList(), target);
        } catch (RuntimeException | IOException | LinkageError e) {
            String stays = inForce == null ? "" : "; what was in force before stays";
            refused = true;
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

    /** Whether the file could not be taken as it is now. */
    synchronized boolean isRefused() {
        return refused;
    }
}
