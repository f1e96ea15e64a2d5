package org.ringback.updater.release;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The release that an installation consists of: {@code bundles/installation.release}, and the key that signed it. Immutable.
 *
 * @param keys whose word counts
 * @param bySha256 its bundles
 */
public record InstalledRelease(TrustedKeys keys, Map<String, BundleEntry> bySha256) {
    /** The list within the folder of bundles. */
    public static final String LIST = "installation.release";

    /** Copies the map. */
    public InstalledRelease {
        bySha256 = Map.copyOf(bySha256);
    }

    /**
     * Reads and proves it.
     *
     * @param keys whose word counts
     * @param bundles the folder with the list
     * @return the release
     * @throws NotAcceptedException if it is missing, or not signed by the product's key
     * @throws IOException if it cannot be read
     */
    public static InstalledRelease read(TrustedKeys keys, Path bundles) throws IOException {
        byte[] signed;
        try {
            signed = Files.readAllBytes(bundles.resolve(LIST));
        } catch (NoSuchFileException e) {
            throw new NotAcceptedException(
                    e.getMessage() + ": is missing (expected: a whole installation; unpack it anew)");
        }
        Release release = keys.prove(SignedList.read(new ByteArrayInputStream(signed)));
        if (!release.signer().equals(keys.product())) {
            throw new NotAcceptedException(bundles.resolve(LIST) + ": signed by "
                    + release.signer().name() + " (expected: the product's key)");
        }
        return new InstalledRelease(
                keys,
                release.list().bundles().stream().collect(Collectors.toMap(BundleEntry::sha256, Function.identity())));
    }

    /**
     * Finds out which bundle some bytes are.
     *
     * @param jar the bytes of a jar
     * @return the bundle; empty if the installation has none such
     */
    public Optional<BundleEntry> find(byte[] jar) {
        return Optional.ofNullable(bySha256.get(BundleEntry.digest(jar)));
    }
}
