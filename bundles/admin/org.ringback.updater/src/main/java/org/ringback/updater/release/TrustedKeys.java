package org.ringback.updater.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The keys whose word counts, and for what. What the product consists of takes the product's key, whatever another
 * file says. Immutable.
 *
 * @param product the product's own key
 * @param others those that a person trusts
 * @param troubles files of the folder that are not in force, in words
 */
public record TrustedKeys(TrustedKey product, List<TrustedKey> others, List<String> troubles) {
    /** How the files of the folder end. */
    public static final String SUFFIX = ".trust";

    private static final int MAX_KEYS = 64;
    private static final int MAX_BYTES = 8 * 1024;

    /** What bundles of the product's own features may be called; a test compares it with the features. */
    private static final Set<String> OWN = Set.of("bcprov", "bcutil", "bcpkix", "bctls");

    private static final List<String> OWN_BEGINNINGS = List.of(
            "org.ringback.",
            "org.osgi.",
            "org.apache.felix.",
            "org.ops4j.",
            "org.bouncycastle.",
            "io.netty.",
            "com.h2database");

    /** Copies the lists. */
    public TrustedKeys {
        others = List.copyOf(others);
        troubles = List.copyOf(troubles);
    }

    /**
     * Reads the keys that a person trusts.
     *
     * @param product the product's own key
     * @param folder with a file {@code NAME.trust} for each; need not exist
     * @return the keys; a file that is wrong is not in force, and is one of the troubles
     */
    public static TrustedKeys read(TrustedKey product, Path folder) {
        List<TrustedKey> keys = new ArrayList<>();
        List<String> troubles = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.sorted().forEach(file -> read(file, keys, troubles));
            } catch (IOException e) {
                troubles.add("trust: cannot be read: " + e.getMessage());
            }
        }
        return new TrustedKeys(product, keys, troubles);
    }

    private static void read(Path file, List<TrustedKey> keys, List<String> troubles) {
        String name = file.toFile().getName();
        try {
            if (!name.endsWith(SUFFIX)) {
                throw new NotAcceptedException("trust/" + name + ": is ignored (expected: NAME" + SUFFIX + ")");
            }
            if (keys.size() == MAX_KEYS) {
                throw new NotAcceptedException(
                        "trust/" + name + ": is ignored (expected: at most " + MAX_KEYS + " keys)");
            }
            keys.add(read(file, name.substring(0, name.length() - SUFFIX.length())));
        } catch (IOException e) {
            troubles.add(e.getMessage() + "; it is not in force");
        }
    }

    private static TrustedKey read(Path file, String name) throws IOException {
        byte[] bytes = SafeFile.read(file, MAX_BYTES)
                .orElseThrow(() -> new NotAcceptedException("trust/" + name + SUFFIX + ": went meanwhile"));
        return TrustedKey.parse(name, new String(bytes, StandardCharsets.UTF_8));
    }

    /**
     * Finds who signed a release, and whether each of its bundles is that one's business.
     *
     * @param signed a list that nobody has read yet
     * @return the proved release
     * @throws NotAcceptedException if nobody trusted signed it, or one of its bundles is not that one's to sign
     */
    public Release prove(SignedList signed) throws NotAcceptedException {
        TrustedKey signer = Stream.concat(Stream.of(product), others.stream())
                .filter(one -> signed.isBy(one.key()))
                .findFirst()
                .orElseThrow(() -> new NotAcceptedException("release: signature: by nobody who is trusted here"
                        + " (expected: the product's key, or one of trust/NAME" + SUFFIX
                        + "; the file may be damaged); next: copy the signer's file, KEY" + SUFFIX + ", there"));
        Release release = new Release(signed, signed.list(), signer);
        for (BundleEntry bundle : release.list().bundles()) {
            requireMay(signer, bundle.name());
        }
        return release;
    }

    private void requireMay(TrustedKey signer, String bundle) throws NotAcceptedException {
        if (isOwn(bundle) && !signer.equals(product)) {
            throw new NotAcceptedException("bundle " + bundle + ": signed by " + signer.name()
                    + " (expected: the product's key, as the name is one of the product's own)");
        }
        if (!signer.covers(bundle)) {
            throw new NotAcceptedException("bundle " + bundle + ": signed by " + signer.name() + " (expected: one of "
                    + String.join(", ", signer.bundles()) + "; see trust/" + signer.name() + SUFFIX + ")");
        }
    }

    /**
     * Tells whether a name belongs to the product itself.
     *
     * @param bundle a symbolic name
     * @return whether only the product's key may sign it
     */
    public static boolean isOwn(String bundle) {
        return OWN.contains(bundle) || OWN_BEGINNINGS.stream().anyMatch(bundle::startsWith);
    }
}
