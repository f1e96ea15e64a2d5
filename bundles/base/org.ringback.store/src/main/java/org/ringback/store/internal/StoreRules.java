package org.ringback.store.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.ringback.api.configuration.ConfigurationRules;
import org.ringback.api.configuration.ConfigurationValues;

/** What the store takes as its configuration. Immutable. */
@Component
public final class StoreRules implements ConfigurationRules {
    private static final String FILE = "file";
    private static final String KEY_FILE = "key-file";

    private final BundleContext context;

    /**
     * Judges for one process.
     *
     * @param context knows the home directory
     */
    @Activate
    public StoreRules(BundleContext context) {
        this.context = context;
    }

    @Override
    public String pid() {
        return MvStore.PID;
    }

    @Override
    public Set<String> keys() {
        return Set.of(FILE, KEY_FILE);
    }

    @Override
    public void check(Map<String, String> values) {
        places(MvStore.home(context), values);
    }

    static Places places(Path home, MvStore.Config config) {
        return places(home, Map.of(FILE, config.file(), KEY_FILE, config.key$_$file()));
    }

    /** Where the files are, or why they cannot be there. */
    private static Places places(Path home, Map<String, String> values) {
        try {
            return Places.of(
                    file(home, FILE, ConfigurationValues.text(values, FILE, MvStore.FILE)),
                    file(home, KEY_FILE, ConfigurationValues.text(values, KEY_FILE, MvStore.KEY_FILE)));
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Path file(Path home, String key, String text) {
        try {
            Path file = home.resolve(text);
            if (Files.isDirectory(file)) {
                throw new IllegalArgumentException(key + ": '" + text + "' is a folder (expected: a file)");
            }
            Path folder = file.getParent();
            if (folder != null && Files.exists(folder) && !Files.isDirectory(folder)) {
                throw new IllegalArgumentException(
                        key + ": '" + text + "' (expected: a file in a folder; " + folder + " is none)");
            }
            return file;
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(key + ": '" + text + "' (expected: the path of a file)", e);
        }
    }
}
