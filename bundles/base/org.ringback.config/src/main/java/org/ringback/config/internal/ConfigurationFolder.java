package org.ringback.config.internal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringback.api.configuration.ConfigurationControl.Became;
import org.ringback.api.configuration.ConfigurationControl.Change;
import org.ringback.api.configuration.ConfigurationControl.InForce;
import org.ringback.api.configuration.ConfigurationTroubles.Trouble;
import org.ringback.api.configuration.NearMiss;
import org.ringback.api.configuration.Schema;
import org.ringback.config.file.ConfigurationText;

/**
 * The folder's files and what is in force of each. A file is taken whole or not at all; if it is refused, what was in
 * force stays. An unknown key is mostly a misspelt one, and the setting that was meant would fall back to its default:
 * so the file is refused, unless nothing is in force yet, as at a start, when the key is only left out. Thread-safe.
 */
final class ConfigurationFolder {
    private final Path folder;
    private final Function<String, @Nullable String> properties;
    private final Target target;
    private final Map<String, Schema<?>> schemas = new TreeMap<>();
    private final Map<Path, FileState> files = new TreeMap<>();
    private Set<String> endedOtherwise = Set.of();
    private boolean started;
    private Optional<Trouble> unreadable = Optional.empty();

    /** Takes configurations that were accepted. */
    interface Target {
        /**
         * Puts a configuration in force.
         *
         * @param file the file that it is from
         * @param values its keys and values, all of them
         * @throws IOException if it cannot be stored
         */
        void put(ConfigurationFile file, Map<String, String> values) throws IOException;

        /**
         * Takes a configuration out of force.
         *
         * @param file the file that it was from
         * @throws IOException if it cannot be removed
         */
        void remove(ConfigurationFile file) throws IOException;

        /**
         * Finds the configuration in force for a PID, whether it came from a file or not.
         *
         * @param pid whose
         * @return the values, without those that ConfigurationAdmin adds; empty if there is no configuration
         */
        Optional<Map<String, String>> given(String pid);

        /** Writes a line to the log, as a warning if {@code refused}. */
        void log(boolean refused, String line);

        /**
         * Records what became of a change to a file, after the start. The default keeps no records.
         *
         * @param file which
         * @param outcome in words, with names of keys and none of their values
         */
        default void judged(ConfigurationFile file, String outcome) {}
    }

    /**
     * Makes the folder, without reading it.
     *
     * @param folder holds the files
     * @param properties the text for each {@code ${name}}; null if there is no such name
     * @param target takes accepted configurations
     */
    ConfigurationFolder(Path folder, Function<String, @Nullable String> properties, Target target) {
        this.folder = folder;
        this.properties = properties;
        this.target = target;
    }

    /** Adds the schema of a bundle, and judges the file for it, which may have waited for the schema. */
    synchronized void add(Schema<?> added) {
        schemas.put(added.pid(), added);
        files.forEach((path, state) -> {
            if (state.file.pid().equals(added.pid())) {
                examine(state);
            }
        });
    }

    synchronized void remove(Schema<?> removed) {
        schemas.remove(removed.pid(), removed);
    }

    /**
     * Looks for changed files and takes them.
     *
     * @param atOnce whether to take also a file that changed just now, and may be only half written
     */
    synchronized void look(boolean atOnce) {
        Set<Path> paths = new TreeSet<>(files.keySet());
        Set<String> others = new TreeSet<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
            for (Path path : found) {
                String name = path.toFile().getName();
                if (name.endsWith(ConfigurationFile.SUFFIX)) {
                    paths.add(path);
                } else {
                    others.add(name);
                }
            }
            endedOtherwise = others;
            unreadable = Optional.empty();
        } catch (AccessDeniedException e) {
            unreadable = Optional.of(new Trouble("", false, "config/: " + FileBytes.DENIED));
        } catch (IOException | DirectoryIteratorException e) {
            unreadable = Optional.of(
                    new Trouble("", false, "config/: cannot be read: " + e.getMessage() + " (expected: a folder)"));
        }
        for (Path path : paths) {
            FileState state = files.computeIfAbsent(path, one -> new FileState(new ConfigurationFile(one), started));
            if (state.watch.changed(atOnce)) {
                examine(state);
            }
        }
        files.values().removeIf(state -> state.inForce == null && !present(state.file.path()));
        started = true;
    }

    private static boolean present(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private void examine(FileState state) {
        ConfigurationFile file = state.file;
        @Nullable Schema<?> schema = schemas.get(file.pid());
        if (schema == null && file.ours()) {
            return; // troubles() reports it, unless a schema for it comes
        }
        Map<String, String> before = state.inForce;
        state.refused = Optional.empty();
        state.told.set(file.label(), taken(state, schema), target);
        String outcome = state.refused.orElseGet(() -> Difference.words(before, state.inForce));
        if (state.recorded && !outcome.equals(state.outcome) && !outcome.isEmpty()) {
            target.judged(file, outcome);
        }
        state.recorded = true;
        state.outcome = state.refused.orElse("");
    }

    /** Takes a file whole or not at all. */
    private List<Trouble> taken(FileState state, @Nullable Schema<?> schema) {
        ConfigurationFile file = state.file;
        boolean instance = !file.instance().isEmpty();
        if (instance && schema != null) {
            return List.of(new Trouble(
                    file.pid(),
                    false,
                    file.label() + ": is another file for " + file.pid() + " and is not used (expected: config/"
                            + file.pid() + ConfigurationFile.SUFFIX + " alone; move this one away)"));
        }
        try {
            if (instance && !present(file.path())) {
                target.remove(file);
                state.inForce = null;
                return List.of();
            }
            ConfigurationText text = file.read().substituted(properties, schema != null);
            Judgement judgement = schema == null ? Judgement.none(text) : Judgement.of(text, schema);
            boolean runs = state.inForce != null;
            if (!judgement.faults().isEmpty() || (runs && !judgement.unknown().isEmpty())) {
                return refused(state, Stream.concat(judgement.faults().stream(), judgement.unknown().stream()));
            }
            if (!judgement.values().equals(state.inForce)) {
                target.put(file, judgement.values());
                state.inForce = judgement.values();
                state.first = state.first == null ? state.inForce : state.first;
            }
            return Stream.concat(
                            judgement.unknown().stream().map(one -> one + "; it is left out, and the rest is in force"),
                            judgement.remarks().stream())
                    .map(remark -> new Trouble(file.pid(), false, file.label() + ": " + remark))
                    .toList();
        } catch (RuntimeException | IOException | LinkageError e) {
            return refused(state, Stream.of(Told.reason(e)));
        }
    }

    /** The troubles of a file that was refused, one for each reason. */
    private static List<Trouble> refused(FileState state, Stream<String> reasons) {
        ConfigurationFile file = state.file;
        boolean none = state.inForce == null;
        List<String> all = reasons.toList();
        state.refused = Optional.of(Difference.refused(all));
        return all.stream()
                .map(reason -> new Trouble(
                        file.pid(),
                        none,
                        file.label() + ": " + reason + (none ? "" : "; what was in force before stays")))
                .toList();
    }

    /** The trouble with a configuration that did not come from a file and that its schema refuses. */
    private Optional<Trouble> refused(Schema<?> schema) {
        try {
            target.given(schema.pid())
                    .filter(values -> files.values().stream()
                            .noneMatch(state -> state.file.pid().equals(schema.pid()) && values.equals(state.inForce)))
                    .ifPresent(schema::read);
            return Optional.empty();
        } catch (RuntimeException | LinkageError e) {
            return Optional.of(new Trouble(
                    schema.pid(),
                    false,
                    schema.pid() + ": " + Told.reason(e)
                            + "; it came by another way than config/, and changed nothing"));
        }
    }

    /** {@return what is wrong now} */
    synchronized List<Trouble> troubles() {
        List<Trouble> all = new ArrayList<>();
        unreadable.ifPresent(all::add);
        files.values().forEach(state -> {
            ConfigurationFile file = state.file;
            if (file.ours() && !schemas.containsKey(file.pid()) && state.inForce == null) {
                all.add(new Trouble(
                        file.pid(),
                        false,
                        file.label() + ": nobody here takes it (expected: "
                                + NearMiss.of(file.pid(), schemas.keySet())
                                        .map(near -> near + ConfigurationFile.SUFFIX + "; did you mean that?")
                                        .orElse("the name of a bundle that runs here: "
                                                + String.join(", ", schemas.keySet()))
                                + ")"));
            } else {
                all.addAll(state.told.now());
            }
        });
        endedOtherwise.forEach(name -> OtherEnding.of(name, schemas.keySet()).ifPresent(all::add));
        schemas.values().forEach(schema -> refused(schema).ifPresent(all::add));
        return all;
    }

    /**
     * Changes one key in the file of a configuration whose schema is known, and takes the file at once. Only what its
     * owner changed meanwhile is told to {@link Target#judged}, not this change.
     *
     * @param pid which
     * @param key its key
     * @param value the new value; empty to have the default again
     * @throws IllegalArgumentException if it is refused, and nothing was changed; the message says why
     */
    synchronized Change change(String pid, String key, Optional<String> value) {
        @Nullable Schema<?> schema = schemas.get(pid);
        FileState state = stateOf(pid)
                .orElseThrow(() -> new IllegalArgumentException(
                        pid + ": has no file (expected: config/" + pid + ConfigurationFile.SUFFIX + ")"));
        if (schema == null) {
            throw new IllegalArgumentException(pid + ": its bundle does not declare its keys, so that a value cannot be"
                    + " checked (expected: change it in " + state.file.label() + ")");
        }
        if (state.watch.changed(true)) {
            examine(state);
        }
        KeyChange change = KeyChange.of(state.file, schema, key, value, properties);
        String before = InForceValues.value(schema, key, InForceValues.had(state, schema));
        if (change.isNone()) {
            return change.told(before, Became.UNCHANGED, List.of());
        }
        change.write();
        state.recorded = false; // whoever asked for it is recorded by whoever was asked
        state.watch.changed(true);
        examine(state);
        boolean taken = state.refused.isEmpty();
        return change.told(
                before,
                !taken ? Became.NOT_TAKEN : schema.takenAtNextStart() ? Became.NEXT_START : Became.IN_FORCE,
                state.told.now().stream().map(Trouble::text).toList());
    }

    private Optional<FileState> stateOf(String pid) {
        return files.values().stream()
                .filter(state ->
                        state.file.pid().equals(pid) && state.file.instance().isEmpty())
                .findFirst();
    }

    /** {@return what is in force, whether it came from a file or not} */
    synchronized List<InForce> inForce() {
        Set<String> pids = new TreeSet<>(schemas.keySet());
        files.values().stream()
                .filter(state -> state.inForce != null && state.file.instance().isEmpty())
                .forEach(state -> pids.add(state.file.pid()));
        return pids.stream()
                .flatMap(pid -> InForceValues.of(pid, schemas.get(pid), stateOf(pid), target).stream())
                .toList();
    }
}
