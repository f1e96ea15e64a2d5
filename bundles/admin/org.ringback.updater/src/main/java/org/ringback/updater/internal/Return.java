package org.ringback.updater.internal;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.ringback.api.control.BundleOrigin;
import org.ringback.updater.release.BundleEntry;
import org.ringback.updater.release.JarName;
import org.ringback.updater.release.Locations;
import org.ringback.updater.release.NotAcceptedException;
import org.ringback.updater.release.Overlay;
import org.ringback.updater.release.OverlayEntry;
import org.ringback.updater.release.Standing;
import org.ringback.updater.release.TrustedKeys;

/**
 * What was before an update is wanted again: of all bundles that came with it, each proved anew. One step back, and no
 * further.
 *
 * @param names the bundles' names
 * @param jars what was before
 * @param locations where it lies
 */
record Return(List<String> names, Map<BundleEntry, byte[]> jars, Map<BundleEntry, String> locations) implements Wanted {
    static Return of(String name, HomeFiles home, TrustedKeys keys, Launcher launcher) throws IOException {
        Overlay overlay = home.overlay().read();
        List<String> names = overlay.together(name);
        if (names.isEmpty() && launcher.runs(name, BundleOrigin.UPDATED)) {
            throw new NotAcceptedException(
                    name + ": was undeployed: the next start has the installation's own (expected: one"
                            + " that is written down); next: restart the program");
        }
        if (names.isEmpty()) {
            Set<String> own = launcher.own();
            List<String> those = overlay.bundles().stream()
                    .map(one -> one.bundle().name())
                    .filter(one -> own.contains(one) || overlay.earlier(one).isPresent())
                    .filter(one -> overlay.standing().get(one) != Standing.RETURNED)
                    .toList();
            throw new NotAcceptedException(name + ": nothing was put in its place (expected: "
                    + (those.isEmpty()
                            ? "a bundle that was updated; there is none to take back"
                            : "one of " + String.join(", ", those))
                    + ")");
        }
        Return made = new Return(names, new LinkedHashMap<>(), new LinkedHashMap<>());
        for (String one : names) {
            made.add(one, overlay, home, keys, launcher.own(one));
        }
        return made;
    }

    private void add(String name, Overlay overlay, HomeFiles home, TrustedKeys keys, Optional<Launcher.Own> own)
            throws IOException {
        Optional<OverlayEntry> earlier = overlay.earlier(name);
        if (overlay.standing().get(name) == Standing.RETURNED) {
            throw new NotAcceptedException(
                    name + ": was taken back already (expected: one step); next: update to what you want");
        } else if (earlier.isPresent()) {
            BundleEntry entry = earlier.get().bundle();
            BundleOrigin origin = own.isPresent() ? BundleOrigin.UPDATED : BundleOrigin.DEPLOYED;
            jars.put(entry, home.bundles().read(earlier.get(), keys));
            locations.put(
                    entry,
                    Locations.of(
                            earlier.get().release().isPresent() ? origin : BundleOrigin.UNSIGNED,
                            entry,
                            home.bundles().file(entry)));
        } else if (own.isPresent()) {
            BundleEntry entry = JarName.entry(own.get().jar());
            jars.put(entry, own.get().jar());
            locations.put(entry, own.get().location());
        } else {
            throw new NotAcceptedException(
                    name + ": was deployed, and nothing was there before; next: undeploy " + name);
        }
    }

    @Override
    public void require(BundleEntry entry, List<Bundle> there, Overlay before) {
        // It ran here.
    }

    @Override
    public String location(BundleEntry entry, List<Bundle> there) throws NotAcceptedException {
        String location = locations.get(entry);
        if (location == null) {
            throw new NotAcceptedException("bundle " + entry.label() + ": was not before");
        }
        return location;
    }

    @Override
    public Overlay next(Overlay before, Collection<BundleEntry> taken, Predicate<BundleEntry> runs) {
        Overlay next = before;
        for (String name : names) {
            next = next.back(name);
        }
        return next;
    }

    @Override
    public boolean repairs() {
        return false;
    }

    @Override
    public boolean signed() {
        return false;
    }

    @Override
    public boolean known() {
        return true;
    }

    @Override
    public String done() {
        return "back in place";
    }

    @Override
    public String by() {
        return "";
    }
}
