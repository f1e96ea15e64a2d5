package org.ringback.updater.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.ringback.updater.release.BundleEntry;
import org.ringback.updater.release.JarName;
import org.ringback.updater.release.NotAcceptedException;
import org.ringback.updater.release.Release;
import org.ringback.updater.release.ReleaseFile;
import org.ringback.updater.release.TrustedKeys;

/**
 * Bundles that came, each jar as its entry says: proved, or let in by a person.
 *
 * @param release whose they are; empty if a person lets one in unsigned
 * @param jars by entry, in the release's order
 */
record Arrived(Optional<Release> release, Map<BundleEntry, byte[]> jars) {
    /** Reads a release to its end, of which nothing is used before it is proved. */
    static Arrived signed(InputStream in, TrustedKeys keys) throws IOException {
        Map<BundleEntry, byte[]> jars = new LinkedHashMap<>();
        Release[] proved = new Release[1];
        ReleaseFile.read(in, keys, new ReleaseFile.Receiver() {
            @Override
            public void begun(Release release) {
                proved[0] = release;
            }

            @Override
            public void jar(BundleEntry entry, byte[] jar) {
                jars.put(entry, jar);
            }
        });
        return new Arrived(Optional.of(proved[0]), jars);
    }

    /** Reads one jar that nobody signed. */
    static Arrived unsigned(InputStream in) throws IOException {
        byte[] jar = in.readNBytes((int) BundleEntry.MAX_SIZE + 1);
        if (jar.length > BundleEntry.MAX_SIZE) {
            throw new NotAcceptedException(
                    "jar: more than " + BundleEntry.MAX_SIZE + " bytes (expected: at most so many)");
        }
        BundleEntry entry = JarName.entry(jar);
        if (TrustedKeys.isOwn(entry.name())) {
            throw new NotAcceptedException("bundle " + entry.label()
                    + ": nobody signed it, and its name is one of the product's own (expected: another name, or the"
                    + " product's key)");
        }
        return new Arrived(Optional.empty(), Map.of(entry, jar));
    }
}
