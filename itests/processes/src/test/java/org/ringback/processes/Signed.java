package org.ringback.processes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.ringback.updater.release.BundleEntry;
import org.ringback.updater.release.JarName;
import org.ringback.updater.release.ReleaseFile;
import org.ringback.updater.release.ReleaseList;
import org.ringback.updater.release.SigningKey;

/** Signed releases of jars. Stateless. */
final class Signed {
    private static final Instant MADE = Instant.parse("2026-11-29T15:00:00Z");

    private Signed() {}

    /** The key that the build signed the installation with, which is one for trials. */
    static SigningKey product() throws IOException {
        return SigningKey.read(Path.of(System.getProperty("user.home"), ".ringback", "trial.key"));
    }

    /** An ordinary release of these jars. */
    static byte[] release(SigningKey key, long serial, List<byte[]> jars) throws IOException {
        return release(key, serial, ReleaseList.Kind.ORDINARY, jars, jars);
    }

    /** A release of one jar, signed by the key of the installation. */
    static byte[] release(long serial, ReleaseList.Kind kind, byte[] jar) throws IOException {
        return release(product(), serial, kind, List.of(jar), List.of(jar));
    }

    /** A release in whose list are some jars, and perhaps others behind it. */
    static byte[] release(SigningKey key, long serial, ReleaseList.Kind kind, List<byte[]> listed, List<byte[]> sent)
            throws IOException {
        List<BundleEntry> entries = new ArrayList<>();
        for (byte[] jar : listed) {
            entries.add(JarName.entry(jar));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ReleaseFile.write(key.sign(new ReleaseList(serial, MADE, kind, entries)), sent, bytes);
        return bytes.toByteArray();
    }

    /** A file of its own with a release. */
    static Path file(Path folder, byte[] release) throws IOException {
        return Files.write(Files.createTempFile(folder, "test", ReleaseFile.SUFFIX), release);
    }
}
