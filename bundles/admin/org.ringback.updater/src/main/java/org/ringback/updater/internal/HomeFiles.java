package org.ringback.updater.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.ringback.updater.release.BundleFolder;
import org.ringback.updater.release.OverlayFile;
import org.ringback.updater.release.Starts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the agent's files are in a home. Immutable.
 *
 * @param root the home
 */
record HomeFiles(Path root) {
    private static final Logger LOG = LoggerFactory.getLogger(HomeFiles.class);

    /** What is to be there at each start. */
    OverlayFile overlay() {
        return new OverlayFile(state());
    }

    Path state() {
        return root.resolve("state");
    }

    BundleFolder bundles() {
        return new BundleFolder(root.resolve("bundles"));
    }

    /** Deletes the jars and lists that nothing needs; one that cannot be deleted is in nobody's way. */
    void tidy() {
        try {
            bundles()
                    .tidy(Stream.concat(
                            overlay().read().needed(),
                            new Starts(state()).lastReady().needed()));
        } catch (IOException e) {
            LOG.warn("bundles/ has a file too many: {}", e.toString());
        }
    }

    Path trust() {
        return root.resolve("trust");
    }

    /** Where a person puts releases that are to be deployed. */
    Path deploy() {
        return root.resolve("deploy");
    }

    Path config() {
        return root.resolve("config");
    }
}
