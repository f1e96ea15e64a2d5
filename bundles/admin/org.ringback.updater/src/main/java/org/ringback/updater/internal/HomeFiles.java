package org.ringback.updater.internal;

import java.nio.file.Path;
import org.ringback.updater.release.BundleFolder;

/**
 * Where the agent's files are in a home. Immutable.
 *
 * @param root the home
 */
record HomeFiles(Path root) {
    /** What is to be there at each start. */
    Path overlay() {
        return root.resolve("state").resolve("bundles");
    }

    BundleFolder bundles() {
        return new BundleFolder(root.resolve("bundles"));
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
