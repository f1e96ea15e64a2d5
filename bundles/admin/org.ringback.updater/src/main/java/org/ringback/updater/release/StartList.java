package org.ringback.updater.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** The same, as their list has them; only where something is written down. */
    private final Map<String, BundleEntry> entries = new HashMap<>();

    /** The jars that are written down, by symbolic name, until they are installed. */
    private final Map<String, byte[]> proved = new HashMap<>();

    /** Those of which the earlier one was installed, by symbolic name. */
    private final Set<String> before = new HashSet<>();

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
        if (!overlay.bundles().isEmpty()) {
            for (Path file : feature) { // only to know which are there: what is installed is read and proved below
                BundleEntry entry = proved(file, bytes(file));
                entries.put(entry.name(), entry);
            }
            prove();
        }
        for (Path file : feature) {
            byte[] jar = bytes(file);
            BundleEntry entry = proved(file, jar);
            own.put(entry.name(), file);
            if (!overlaid(entry.name(), BundleOrigin.UPDATED, installer)) {
                installer.install(Locations.of(BundleOrigin.INSTALLATION, entry, file), entry, jar);
            }
        }
        for (OverlayEntry entry : overlay.bundles()) {
            if (!own.containsKey(entry.bundle().name())) {
                overlaid(entry.bundle().name(), BundleOrigin.DEPLOYED, installer);
            }
        }
    }

    /**
     * Installs what was before a bundle that does not start: the one whose place it took, else the feature's own. Once
     * for each name; then the feature's own.
     *
     * @param name its symbolic name
     * @param installer installs it
     * @return whether there is one
     * @throws IOException as {@link #install}
     */
    public boolean installBefore(String name, Installer installer) throws IOException {
        Optional<OverlayEntry> earlier = before.add(name) ? overlay.earlier(name) : Optional.empty();
        if (earlier.isPresent()) {
            Optional<byte[]> jar = read(earlier.get(), own.containsKey(name));
            if (jar.isPresent()) {
                BundleOrigin origin = own.containsKey(name) ? BundleOrigin.UPDATED : BundleOrigin.DEPLOYED;
                return install(earlier.get(), jar.get(), origin, installer);
            }
        }
        return installOwn(name, installer);
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

    /** {@return the names of the feature's own bundles, whether they run or others in their places; a copy} */
    public Set<String> own() {
        return Set.copyOf(own.keySet());
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

    /** Proves what is written down; of what came together and stands in others' places all runs, or nothing. */
    private void prove() {
        for (OverlayEntry entry : overlay.bundles()) {
            BundleEntry bundle = entry.bundle();
            BundleEntry ours = entries.get(bundle.name());
            if (ours != null && Versions.compare(ours.version(), bundle.version()) > 0) {
                troubles.add("bundle " + bundle.name() + ": the installation's " + ours.version() + " is newer than "
                        + bundle.version() + ", which was put in its place, and runs instead");
            } else {
                read(entry, ours != null).ifPresent(jar -> proved.put(bundle.name(), jar));
            }
        }
        Set<String> halves = new HashSet<>();
        for (OverlayEntry entry : overlay.bundles()) {
            String name = entry.bundle().name();
            List<String> others = overlay.together(name).stream()
                    .filter(one -> entries.containsKey(one) && !proved.containsKey(one))
                    .toList();
            if (!others.isEmpty() && entries.containsKey(name) && proved.containsKey(name)) {
                halves.add(name);
                troubles.add("bundle " + entry.bundle().label() + ": came together with " + String.join(", ", others)
                        + ", which does not run; the installation's own runs instead");
            }
        }
        proved.keySet().removeAll(halves);
    }

    private Optional<byte[]> read(OverlayEntry entry, boolean replaces) {
        try {
            return Optional.of(folder.read(entry, installation.keys()));
        } catch (IOException e) {
            troubles.add(
                    e.getMessage() + "; " + (replaces ? "the installation's own runs instead" : "it does not run"));
            return Optional.empty();
        }
    }

    /** Installs what is written down by this name, if it is proved. */
    private boolean overlaid(String name, BundleOrigin origin, Installer installer) throws IOException {
        byte[] jar = proved.remove(name);
        if (jar == null) {
            return false;
        }
        return install(overlay.find(name).orElseThrow(), jar, origin, installer);
    }

    private boolean install(OverlayEntry entry, byte[] jar, BundleOrigin origin, Installer installer)
            throws IOException {
        BundleOrigin told = entry.release().isPresent() ? origin : BundleOrigin.UNSIGNED;
        installer.install(Locations.of(told, entry.bundle(), folder.file(entry.bundle())), entry.bundle(), jar);
        return true;
    }

    /** {@return what does not run, or not as it was written down, in words; after {@link #install}} */
    public List<String> troubles() {
        return List.copyOf(troubles);
    }
}
