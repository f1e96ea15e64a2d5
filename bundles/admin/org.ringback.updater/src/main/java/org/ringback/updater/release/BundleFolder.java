package org.ringback.updater.release;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The jars and signed lists of an {@link Overlay}: {@code HOME/bundles}, each file named by the digest of its bytes.
 * What is read is proved anew each time; who reads uses these bytes, and never the path again. Immutable.
 *
 * @param folder the folder, its owner's alone
 */
public record BundleFolder(Path folder) {
    private static final String JAR = ".jar";
    private static final String LIST = ".release";

    /**
     * Keeps a jar.
     *
     * @param entry what it is
     * @param jar its bytes
     * @throws IOException if it cannot be written, or is not what the entry says
     */
    public void put(BundleEntry entry, byte[] jar) throws IOException {
        entry.require(jar);
        SafeFile.write(file(entry), jar);
    }

    /**
     * Tells where a jar is kept.
     *
     * @param entry what it is
     * @return the file, which need not be there yet
     */
    public Path file(BundleEntry entry) {
        return folder.resolve(entry.sha256() + JAR);
    }

    /**
     * Keeps a signed list.
     *
     * @param signed the list
     * @throws IOException if it cannot be written
     */
    public void put(SignedList signed) throws IOException {
        SafeFile.write(folder.resolve(signed.digest() + LIST), signed.bytes());
    }

    /**
     * Reads a bundle, and proves that it is the one of its release, whose signer is still trusted.
     *
     * @param entry what is to be there
     * @param keys who is trusted now
     * @return the bytes of the jar
     * @throws NotAcceptedException if it is not what it should be
     * @throws IOException if it cannot be read
     */
    public byte[] read(OverlayEntry entry, TrustedKeys keys) throws IOException {
        Optional<Release> release = release(entry, keys);
        if (release.isPresent() && !release.get().list().bundles().contains(entry.bundle())) {
            throw new NotAcceptedException(
                    "bundle " + entry.bundle().label() + ": its release has another one (expected: "
                            + entry.bundle().sha256() + ")");
        }
        byte[] jar = bytes(file(entry.bundle()), (int) BundleEntry.MAX_SIZE, entry);
        entry.bundle().require(jar);
        return jar;
    }

    /**
     * Proves the release of a bundle.
     *
     * @param entry the bundle
     * @param keys who is trusted now
     * @return the release; empty if a person let the bundle in unsigned
     * @throws NotAcceptedException if nobody trusted signed it
     * @throws IOException if it cannot be read
     */
    public Optional<Release> release(OverlayEntry entry, TrustedKeys keys) throws IOException {
        if (entry.release().isEmpty()) {
            return Optional.empty();
        }
        byte[] signed = bytes(folder.resolve(entry.release().get() + LIST), 2 * ReleaseList.MAX_BYTES, entry);
        return Optional.of(keys.prove(SignedList.read(new ByteArrayInputStream(signed))));
    }

    /**
     * Tells whether the release of a bundle mends what others could use.
     *
     * @param entry the bundle
     * @param keys who is trusted now
     * @return whether it does
     * @throws NotAcceptedException if nobody trusted signed it
     * @throws IOException if it cannot be read
     */
    public boolean repairs(OverlayEntry entry, TrustedKeys keys) throws IOException {
        return release(entry, keys).filter(one -> one.list().repairs()).isPresent();
    }

    private static byte[] bytes(Path file, int most, OverlayEntry entry) throws IOException {
        String whose = "bundle " + entry.bundle().label() + ": ";
        try {
            return SafeFile.read(file, most)
                    .orElseThrow(() -> new NotAcceptedException(
                            file + " is missing (expected: the file that was written when it came)"));
        } catch (NotAcceptedException e) {
            throw new NotAcceptedException(whose + e.getMessage());
        }
    }

    /**
     * Deletes what no bundle needs.
     *
     * @param needed the bundles whose files stay
     * @throws IOException if the folder cannot be read
     */
    public void tidy(Stream<OverlayEntry> needed) throws IOException {
        Set<String> stay = needed.flatMap(one -> Stream.concat(
                        Stream.of(one.bundle().sha256() + JAR), one.release().map(digest -> digest + LIST).stream()))
                .collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (!stay.contains(file.toFile().getName())) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (NoSuchFileException e) {
            return; // nothing was ever kept
        }
    }
}
