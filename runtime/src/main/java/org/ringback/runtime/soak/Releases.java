package org.ringback.runtime.soak;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringback.runtime.build.StampedJar;
import org.ringback.updater.release.BundleEntry;
import org.ringback.updater.release.JarName;
import org.ringback.updater.release.ReleaseFile;
import org.ringback.updater.release.ReleaseList;
import org.ringback.updater.release.SigningKey;

/**
 * Makes releases of copies of the installation's own bundles, each with a higher version and a higher serial than the one
 * before. Used by one thread.
 */
public final class Releases {
    private final Path bundles;
    private final SigningKey key;
    private final Instant made = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private int number;

    /**
     * Makes releases.
     *
     * @param bundles the installation's folder of bundles
     * @param key signs them; it is the one that the installation trusts
     */
    public Releases(Path bundles, SigningKey key) {
        this.bundles = bundles;
        this.key = key;
    }

    /**
     * One release. Immutable.
     *
     * @param names symbolic names of what is in it
     * @param version of each
     * @param bytes the file
     */
    record Release(List<String> names, String version, byte[] bytes) {
        Release {
            names = List.copyOf(names);
        }
    }

    /** The next one, of these bundles; something may be wrong with each. */
    Release next(List<String> names, Optional<Plant> plant) throws IOException {
        number++;
        String version = "";
        List<byte[]> jars = new ArrayList<>();
        List<BundleEntry> entries = new ArrayList<>();
        for (String name : names) {
            Path original = StampedJar.original(bundles, name);
            version = after(StampedJar.version(original));
            byte[] jar = plant.isPresent()
                    ? StampedJar.copy(
                            original,
                            version,
                            plant.get().constant(),
                            plant.get().other())
                    : StampedJar.copy(original, version);
            jars.add(jar);
            entries.add(JarName.entry(jar));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ReleaseFile.write(
                key.sign(new ReleaseList(made.getEpochSecond() + number, made, ReleaseList.Kind.ORDINARY, entries)),
                jars,
                bytes);
        return new Release(names, version, bytes.toByteArray());
    }

    /** A higher version: qualifiers are compared as text, and a longer one is higher than its beginning. */
    private String after(String version) {
        boolean qualified = version.split("\\.", -1).length > 3;
        return version + (qualified ? "-" : ".") + String.format(Locale.ROOT, "soak-%06d", number);
    }
}
