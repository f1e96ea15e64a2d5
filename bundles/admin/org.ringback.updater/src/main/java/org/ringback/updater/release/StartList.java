package org.ringback.updater.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringback.api.control.BundleOrigin;

/**
 * Puts together what a program is started with: the feature's bundles, those that stand in the place of one of them,
 * and those that were deployed, each proved of the bytes that are installed. Used once.
 */
public final class StartList {
    private final InstalledRelease installation;
    private final Overlay overlay;
    private final BundleFolder folder;
    private final List<String> troubles = new ArrayList<>();
    /** The feature's own, by symbolic name. */
    private final Map<String, Path> own = new HashMap<>();

    /** Installs a bundle of these very bytes. */
    public interface Installer {
        /**
         * Installs.
         *
         * @param location for the framework
         * @param bundle what it is
         * @param jar its bytes
         * @throws IOException if it cannot be installed
         */
        void install(String location, BundleEntry bundle, byte[] jar) throws IOException;
    }

    /**
     * Takes what is written down.
     *
     * @param installation what the feature's bundles must be
     * @param overlay what was deployed or exchanged
     * @param folder has the overlay's jars
     */
    public StartList(InstalledRelease installation, Overlay overlay, BundleFolder folder) {
        this.installation = installation;
        this.overlay = overlay;
        this.folder = folder;
    }

    /**
     * Installs all of it, in the feature's order, the deployed ones behind.
     *
     * @param feature the jars of the feature
     * @param installer installs each
     * @throws NotAcceptedException if one of the feature's is not what the installation's list says
     * @throws IOException if one of them cannot be read or installed
     */
    public void install(List<Path> feature, Installer installer) throws IOException {
        for (Path file : feature) {
            byte[] jar = bytes(file);
            BundleEntry entry = proved(file, jar);
            own.put(entry.name(), file);
            if (!replaced(entry, installer)) {
                installer.install(Locations.of(BundleOrigin.INSTALLATION, entry, file), entry, jar);
            }
        }
        for (OverlayEntry entry : overlay.bundles()) {
            if (!own.containsKey(entry.bundle().name())) {
                overlaid(entry, BundleOrigin.DEPLOYED, installer);
            }
        }
    }

    /**
     * Installs the feature's own bundle after all: in whose place another one does not start, or is taken back.
     *
     * @param name its symbolic name
     * @param installer installs it
     * @return whether there is one
     * @throws IOException as {@link #install}
     */
    public boolean installOwn(String name, Installer installer) throws IOException {
        Path file = own.get(name);
        if (file == null) {
            return false;
        }
        byte[] jar = bytes(file);
        BundleEntry entry = proved(file, jar);
        installer.install(Locations.of(BundleOrigin.INSTALLATION, entry, file), entry, jar);
        return true;
    }

    /**
     * Tells what came together with a bundle: what is exchanged together goes together.
     *
     * @param name its symbolic name
     * @return the names of its release's bundles that are written down, its own too
     */
    public List<String> together(String name) {
        return overlay.together(name);
    }

    private BundleEntry proved(Path file, byte[] jar) throws NotAcceptedException {
        return installation
                .find(jar)
                .orElseThrow(() -> new NotAcceptedException("bundle " + file + ": SHA-256 " + BundleEntry.digest(jar)
                        + " (expected: one of " + InstalledRelease.LIST
                        + "; unpack the installation anew, or deploy a bundle of your own)"));
    }

    private static byte[] bytes(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new NotAcceptedException(
                    "bundle " + file + " is missing (expected: a whole installation; unpack it anew)");
        }
    }

    /** Installs what stands in a bundle's place, if something does. */
    private boolean replaced(BundleEntry own, Installer installer) {
        Optional<OverlayEntry> other = overlay.find(own.name());
        if (other.isEmpty()) {
            return false;
        }
        BundleEntry bundle = other.get().bundle();
        if (Versions.compare(own.version(), bundle.version()) > 0) {
            troubles.add("bundle " + own.name() + ": the installation's " + own.version() + " is newer than "
                    + bundle.version() + ", which was put in its place, and runs instead");
            return false;
        }
        return overlaid(other.get(), BundleOrigin.UPDATED, installer);
    }

    private boolean overlaid(OverlayEntry entry, BundleOrigin origin, Installer installer) {
        try {
            byte[] jar = folder.read(entry, installation.keys());
            BundleOrigin told = entry.release().isPresent() ? origin : BundleOrigin.UNSIGNED;
            installer.install(Locations.of(told, entry.bundle(), folder.file(entry.bundle())), entry.bundle(), jar);
            return true;
        } catch (IOException e) {
            troubles.add(e.getMessage() + "; "
                    + (origin == BundleOrigin.UPDATED ? "the installation's own runs instead" : "it does not run"));
            return false;
        }
    }

    /** {@return what does not run, or not as it was written down, in words; after {@link #install}} */
    public List<String> troubles() {
        return List.copyOf(troubles);
    }
}
