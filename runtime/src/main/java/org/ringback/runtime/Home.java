package org.ringback.runtime;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringback.config.file.ConfigurationText;
import org.ringback.shell.link.SocketPath;
import org.ringback.updater.release.BundleFolder;
import org.ringback.updater.release.OverlayFile;
import org.ringback.updater.release.Starts;

/**
 * The folder with the files of one process: {@code config/ data/ keys/ run/ log/ cache/ state/ bundles/ trust/ deploy/}. Immutable.
 *
 * @param root the folder
 */
record Home(Path root) {
    private static final String SUFFIX = ".cfg";
    private static final String SIGNPOST = "run/shell.at";

    static Home at(Path path) throws Failure {
        return new Home(HomePath.checked(path));
    }

    /** Makes the home and the folder of its lock, for the owner alone. */
    void makeRoot() throws Failure {
        try {
            Modes.own("--home", root);
            Modes.tighten(root.resolve("run"));
        } catch (IOException e) {
            throw unprepared(e);
        }
    }

    /** Makes the folders, for the owner alone, and copies missing configuration files from their templates. */
    void prepare(Installation installation, Feature feature) throws Failure {
        makeRoot();
        try {
            for (String folder : List.of("config", "data", "keys", "log", "state", "bundles", "trust", "deploy")) {
                Modes.own("--home", root.resolve(folder));
            }
            Modes.tighten(root.resolve("cache")); // made anew at each start
            // The feature's own templates come first, as later ones do not replace a file.
            copyAll(installation.config().resolve(feature.name()), feature);
            copyAll(installation.config(), feature);
        } catch (IOException e) {
            throw unprepared(e);
        }
    }

    private Failure unprepared(IOException e) {
        String why = e instanceof FileAlreadyExistsException ? "is a file" : "cannot be prepared: " + e.getMessage();
        return new Failure("--home: " + root + " " + why + " (expected: a folder you may write)", e);
    }

    private void copyAll(Path folder, Feature feature) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> templates = Files.list(folder)) {
                for (Path template : templates.filter(Files::isRegularFile).toList()) {
                    copy(template, feature);
                }
            }
        }
    }

    private void copy(Path template, Feature feature) throws IOException {
        String name = template.toFile().getName();
        Path target = root.resolve("config").resolve(name);
        String pid = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : "";
        boolean ours = !pid.startsWith("org.ringback.") || feature.has(pid) || feature.has(parent(pid));
        if (ours && !name.endsWith(".md") && !Files.exists(target)) {
            // Written aside and renamed, so that nobody ever reads half a file.
            Path part = root.resolve("run").resolve(name + ".part");
            Files.copy(template, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** The PID without its last part: a bundle may have several, which begin with its name. */
    private static String parent(String pid) {
        return pid.substring(0, pid.lastIndexOf('.'));
    }

    Path config() {
        return root.resolve("config");
    }

    Path cache() {
        return root.resolve("cache");
    }

    /** {@return what was deployed or exchanged} */
    OverlayFile overlay() {
        return new OverlayFile(root.resolve("state"));
    }

    /** {@return the count of starts that came to no end} */
    Starts starts() {
        return new Starts(root.resolve("state"));
    }

    /** {@return the jars of that} */
    BundleFolder bundles() {
        return new BundleFolder(root.resolve("bundles"));
    }

    /** {@return the keys that a person trusts} */
    Path trust() {
        return root.resolve("trust");
    }

    Path log() {
        return root.resolve("log");
    }

    /** Makes the folder of the lock, for the owner alone. */
    void makeRun() throws Failure {
        try {
            Modes.tighten(root.resolve("run"));
        } catch (IOException e) {
            throw new Failure("--home: " + root.resolve("run") + " cannot be made: " + e.getMessage(), e);
        }
    }

    Path lock() {
        return root.resolve("run").resolve("lock");
    }

    /**
     * Deletes the notes of strings that a lost store had taken, as the new store will not have them. The caller holds
     * the lock.
     */
    void forgetTaken() throws Failure {
        try {
            if (!Files.exists(storeKey())) {
                Files.deleteIfExists(taken());
            }
        } catch (IOException e) {
            throw new Failure(taken() + ": cannot be deleted: " + e.getMessage(), e);
        }
    }

    /** {@return the file that notes which strings were taken already} */
    Path taken() {
        return root.resolve("data").resolve("taken");
    }

    /** Refuses to write into another user's home, as root could: its owner could not read the new files. */
    void ownedByMe() throws Failure {
        try {
            UserPrincipal owner = Files.getOwner(root);
            Path mine = Files.createTempFile("ringback", "");
            UserPrincipal me = Files.getOwner(mine);
            Files.delete(mine);
            if (!me.equals(owner)) {
                throw new Failure("--home: " + root + " belongs to " + owner.getName()
                        + " (expected: whoever runs its program: sudo -u " + owner.getName() + " ringback …)");
            }
        } catch (IOException e) {
            throw new Failure("--home: " + root + ": its owner: " + e, e);
        }
    }

    /** {@return the file with the data of its store} */
    Path store() throws Failure {
        return root.resolve(configured("org.ringback.store", "file", "data/ringback.mv"));
    }

    /** {@return the file with the key of its store} */
    Path storeKey() throws Failure {
        return root.resolve(configured("org.ringback.store", "key-file", "keys/store.key"));
    }

    /**
     * {@return the path of its process's socket; empty if the socket is off} A running program writes it into a file,
     * as the path in force may differ from the configuration's.
     */
    Optional<Path> configuredSocket() {
        String socket = SocketPath.STANDARD;
        try {
            socket = Files.exists(signpost())
                    ? Files.readString(signpost()).strip()
                    : configured("org.ringback.shell", "socket", SocketPath.STANDARD);
        } catch (IOException | Failure e) {
            // the program is just ending, or starting
        }
        return socket.equals(SocketPath.OFF) ? Optional.empty() : Optional.of(root.resolve(socket));
    }

    private Path signpost() {
        return root.resolve(SIGNPOST);
    }

    /** Deletes the socket's path that a killed program left. The caller holds the lock. */
    void forgetSignpost() throws Failure {
        try {
            Files.deleteIfExists(signpost());
        } catch (IOException e) {
            throw new Failure(signpost() + ": cannot be deleted: " + e.getMessage(), e);
        }
    }

    /** Reads a key of a configuration file as its bundle does, and refuses what its bundle refuses. */
    private String configured(String pid, String key, String standard) throws Failure {
        Path file = config().resolve(pid + SUFFIX);
        if (!Files.exists(file)) {
            return standard;
        }
        try {
            ConfigurationText text = ConfigurationText.parse(Files.readAllBytes(file));
            String value = text.substituted(this::property, true)
                    .values()
                    .getOrDefault(key, "")
                    .strip();
            return value.isEmpty() ? standard : value;
        } catch (IOException e) {
            throw Failure.notStarted("config/" + file.toFile().getName() + ": cannot be read: " + Cause.of(e));
        } catch (IllegalArgumentException e) {
            throw Failure.notStarted("config/" + file.toFile().getName() + ": " + e.getMessage());
        }
    }

    /** {@return the framework property of this name in its program; null if there is none} */
    @Nullable
    String property(String name) {
        return switch (name) {
            case "ringback.home" -> root.toString();
            case "ringback.config" -> config().toString();
            case "ringback.log" -> log().toString();
            default -> System.getProperty(name);
        };
    }
}
