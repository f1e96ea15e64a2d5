package org.ringback.store.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.ringback.api.configuration.Key;
import org.ringback.api.configuration.Schema;

/** The configuration keys of the store. Immutable. */
@Component(service = Schema.class)
public final class StoreSchema extends Schema<Places> {
    private static final String A_FILE = "the path of a file";

    private final BundleContext context;

    private final Key<Path> file = key("file", this::file)
            .standard("data/ringback.mv")
            .expects(A_FILE)
            .says("The file with the data, relative to the home. Beside it, under the same name, lie the mark "
                    + "(.mark), the log of writes for good (.lasting) and an earlier whole copy (.whole): they belong "
                    + "together.");

    private final Key<Path> keyFile = key("key-file", this::file)
            .standard("keys/store.key")
            .expects(A_FILE)
            .says("The file with the key of the data: 32 bytes, mode 0600, made at the first start. Relative to the "
                    + "home; not in the folder of the data. Without it the data cannot be read: back it up apart from "
                    + "them.");

    /**
     * Makes the schema for one process.
     *
     * @param context knows the home directory
     */
    @Activate
    public StoreSchema(BundleContext context) {
        super(MvStore.PID, "what must survive a restart, encrypted on disk. A change is taken at the next start.");
        this.context = context;
    }

    @Override
    public boolean takenAtNextStart() {
        return true;
    }

    /** Reads the paths; throws, in words, if they cannot be used. */
    @Override
    public Places read(Map<String, ?> values) {
        try {
            return Places.of(file.in(values), keyFile.in(values));
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private Path file(String text) {
        Path named = home().resolve(text);
        if (Files.isDirectory(named)) {
            throw new IllegalArgumentException("'" + text + "' is a folder (expected: a file)");
        }
        Path folder = named.getParent();
        if (folder != null && Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("'" + text + "' (expected: a file in a folder; " + folder + " is none)");
        }
        return named;
    }

    private Path home() {
        String home = context.getProperty(MvStore.HOME);
        if (home == null || home.isBlank()) {
            throw new IllegalArgumentException(
                    MvStore.HOME + ": not set (expected: framework property with the directory of the data)");
        }
        return Path.of(home).toAbsolutePath();
    }
}
