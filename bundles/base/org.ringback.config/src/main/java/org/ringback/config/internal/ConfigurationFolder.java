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
import org.ringback.api.configuration.ConfigurationTroubles.Trouble;
import org.ringback.api.configuration.NearMiss;
import org.ringback.api.configuration.Schema;
import org.ringback.config.file.ConfigurationText;

/**
 * The folder's files and what is in force of each: all of a file or nothing, and what is in force stays until something
 * better comes. A key that nobody knows is a slip of the pen, mostly: once something is in force its file is refused, as
 * the value that was meant would fall back to its default; at a start it is left out, since something must be in force.
 * Thread-safe.
 */
final class ConfigurationFolder {
    private final Path folder;
    private final Function<String, @Nullable String> properties;
    private final Target target;
    private final Map<String, Schema<?>> schemas = new TreeMap<>();
    private final Map<Path, FileState> files = new TreeMap<>();
    private Set<String> endedOtherwise = Set.of();
    private Optional<Trouble> unreadable = Optional.empty();

    /** Where a judged configuration goes. */
    interface Target {
        /**
         * Puts it in force.
         *
         * @param file where it is from
         * @param values all of it
         * @throws IOException if it cannot be kept
         */
        void put(ConfigurationFile file, Map<String, String> values) throws IOException;

        /**
         * Takes it out of force.
         *
         * @param file where it was from
         * @throws IOException if it cannot be forgotten
         */
        void remove(ConfigurationFile file) throws IOException;

        /**
         * Looks what somebody is given, by whatever way it came.
         *
         * @param pid who
         * @return the values, without what it adds itself; empty if there is nothing for him
         */
        Optional<Map<String, String>> given(String pid);

        /** Tells whoever reads the log. */
        void log(boolean refused, String line);
    }

    /**
     * Nothing is read yet.
     *
     * @param folder holds the files
     * @param properties what {@code ${name}} stands for; null for a name that is none
     * @param target takes what was judged
     */
    ConfigurationFolder(Path folder, Function<String, @Nullable String> properties, Target target) {
        this.folder = folder;
        this.properties = properties;
        this.target = target;
    }

    /** Somebody says what he takes: his file is judged now, as it may have waited. */
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
     * Looks whether anything changed.
     *
     * @param atOnce whether a file counts that changed since the last look, and may be only half written
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
            FileState state = files.computeIfAbsent(path, one -> new FileState(new ConfigurationFile(one)));
            if (state.watch.changed(atOnce)) {
                examine(state);
            }
        }
        files.values().removeIf(state -> state.inForce == null && !present(state.file.path()));
    }

    private static boolean present(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private void examine(FileState state) {
        ConfigurationFile file = state.file;
        @Nullable Schema<?> schema = schemas.get(file.pid());
        if (schema == null && file.ours()) {
            return; // told by troubles(), unless somebody comes who takes it
        }
        state.told.set(file.label(), taken(state, schema), target);
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

    /** Nothing of a file is taken, for each of these reasons. */
    private static List<Trouble> refused(FileState state, Stream<String> reasons) {
        ConfigurationFile file = state.file;
        boolean none = state.inForce == null;
        return reasons.map(reason -> new Trouble(
                        file.pid(),
                        none,
                        file.label() + ": " + reason + (none ? "" : "; what was in force before stays")))
                .toList();
    }

    /** A configuration that came by another way than a file, and is refused: so it is not in force. */
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

    /** What is known of one file. Guarded by the folder. */
    private static final class FileState {
        private final ConfigurationFile file;
        private final Watch watch;
        private final Told told = new Told();
        private @Nullable Map<String, String> inForce;

        FileState(ConfigurationFile file) {
            this.file = file;
            this.watch = new Watch(file.path());
        }
    }
}
