package org.ringback.updater.internal;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.ringback.updater.release.BundleEntry;
import org.ringback.updater.release.JarName;
import org.ringback.updater.release.NotAcceptedException;
import org.ringback.updater.release.Overlay;
import org.ringback.updater.release.Standing;

/**
 * Writes down what the next start is to run, and changes nothing of what runs.
 *
 * @param context has the bundles that run
 * @param home has what is written down
 * @param wanted what is to be there
 */
record Staging(BundleContext context, HomeFiles home, Wanted wanted) {
    String run() throws IOException {
        Newcomers bundles = new Newcomers(context);
        Overlay before = home.overlay().read();
        List<BundleEntry> taken = List.copyOf(wanted.jars().keySet());
        for (Map.Entry<BundleEntry, byte[]> one : wanted.jars().entrySet()) {
            BundleEntry said = JarName.entry(one.getValue());
            Newcomers.requireNamed(one.getKey(), said.name(), Version.parseVersion(said.version()));
        }
        for (BundleEntry entry : taken) {
            wanted.require(entry, bundles.there(entry.name()), before);
            wanted.location(entry, bundles.there(entry.name()));
        }
        if (taken.stream().allMatch(one -> before.find(one.name())
                .filter(there -> there.bundle().equals(one))
                .isPresent())) {
            throw new NotAcceptedException(wanted.labels() + ": is written down already (expected: another one)");
        }
        Overlay next = wanted.next(before, taken, bundles::isThere);
        home.overlay()
                .write(
                        wanted.known()
                                ? next
                                : next.standing(
                                        taken.stream().map(BundleEntry::name).toList(), Standing.STAGED));
        home.tidy();
        return wanted.labels() + ": " + wanted.done() + wanted.by()
                + "; what runs now runs on until the program is started anew";
    }
}
