package org.ringback.updater.internal;

import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;
import org.ringback.api.control.BundleOrigin;
import org.ringback.updater.release.BundleEntry;
import org.ringback.updater.release.Locations;
import org.ringback.updater.release.NotAcceptedException;

/** What a person wants with a release: each bundle of it must be new, or each must take another one's place. */
enum Purpose {
    /** Beside the feature's; what was deployed before may be exchanged. */
    DEPLOY("deployed") {
        @Override
        void require(BundleEntry entry, List<Bundle> there) throws NotAcceptedException {
            if (there.stream().anyMatch(Purpose::isInstalled)) {
                throw new NotAcceptedException("bundle " + entry.label()
                        + ": is one of the installation's own (expected: one that is not part of it); next: update");
            }
        }
    },

    /** In the place of one that is there. */
    UPDATE("updated") {
        @Override
        void require(BundleEntry entry, List<Bundle> there) throws NotAcceptedException {
            if (there.isEmpty()) {
                throw new NotAcceptedException("bundle " + entry.label()
                        + ": none of that name is here (expected: one that bundles lists); next: deploy");
            }
            if (Way.of(entry.name()) == Way.NEXT_START) {
                throw new NotAcceptedException("bundle " + entry.label()
                        + ": is not exchanged while the program runs, as too much is wired to it (expected: one that"
                        + " docs/updating.md says is); next: update --staged, and a restart");
            }
        }
    },

    /** In the place of one that is there, from the next start on. */
    STAGE("staged for the next start") {
        @Override
        void require(BundleEntry entry, List<Bundle> there) throws NotAcceptedException {
            if (there.stream().noneMatch(Purpose::isInstalled)) {
                throw new NotAcceptedException("bundle " + entry.label()
                        + ": none of that name is part of the installation (expected: one that bundles lists as such);"
                        + " next: deploy");
            }
            if (Way.of(entry.name()) == Way.CRYPTO) {
                throw new NotAcceptedException("bundle " + entry.label()
                        + ": is crypto, which is tried before anything uses it (expected: update, while the program"
                        + " runs)");
            }
        }
    };

    private final String done;

    Purpose(String done) {
        this.done = done;
    }

    /** What was done, in a word. */
    String done() {
        return done;
    }

    /** Refuses a bundle that is not for this purpose. */
    abstract void require(BundleEntry entry, List<Bundle> there) throws NotAcceptedException;

    static boolean isInstalled(Bundle bundle) {
        BundleOrigin origin = Locations.origin(bundle.getLocation());
        return origin == BundleOrigin.INSTALLATION || origin == BundleOrigin.UPDATED;
    }

    /** Refuses what is older than what is there. */
    void requireNewer(BundleEntry entry, List<Bundle> there) throws NotAcceptedException {
        require(entry, there);
        Version version = Version.parseVersion(entry.version());
        for (Bundle one : there) {
            if (one.getVersion().compareTo(version) > 0) {
                throw new NotAcceptedException(
                        "bundle " + entry.label() + ": " + one.getVersion() + " is there (expected: a newer one)");
            }
        }
    }
}
