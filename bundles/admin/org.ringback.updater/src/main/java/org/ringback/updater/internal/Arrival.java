package org.ringback.updater.internal;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.ringback.api.control.BundleOrigin;
import org.ringback.updater.release.BundleEntry;
import org.ringback.updater.release.Locations;
import org.ringback.updater.release.NotAcceptedException;
import org.ringback.updater.release.Overlay;
import org.ringback.updater.release.OverlayEntry;
import org.ringback.updater.release.Release;
import org.ringback.updater.release.ReleaseList;

/**
 * Bundles that came are wanted.
 *
 * @param purpose what for
 * @param arrived what came
 * @param home keeps it
 */
record Arrival(Purpose purpose, Arrived arrived, HomeFiles home) implements Wanted {
    @Override
    public Map<BundleEntry, byte[]> jars() {
        return arrived.jars();
    }

    @Override
    public void require(BundleEntry entry, List<Bundle> there, Overlay before) throws NotAcceptedException {
        purpose.requireNewer(entry, there);
        long floor = before.floors().getOrDefault(entry.name(), 0L);
        Optional<ReleaseList> list = arrived.release().map(Release::list);
        if (list.isPresent() && list.get().serial() < floor) {
            throw new NotAcceptedException(
                    "bundle " + entry.label() + ": serial " + list.get().serial() + " (expected: at least " + floor
                            + ", that of the latest release of it that was taken here)");
        }
    }

    @Override
    public String location(BundleEntry entry, List<Bundle> there) throws IOException {
        home.bundles().put(entry, Objects.requireNonNull(arrived.jars().get(entry)));
        BundleOrigin origin =
                there.stream().anyMatch(Purpose::isInstalled) ? BundleOrigin.UPDATED : BundleOrigin.DEPLOYED;
        return Locations.of(
                arrived.release().isPresent() ? origin : BundleOrigin.UNSIGNED,
                entry,
                home.bundles().file(entry));
    }

    @Override
    public Overlay next(Overlay before, Collection<BundleEntry> taken, Predicate<BundleEntry> runs) throws IOException {
        Optional<Release> release = arrived.release();
        if (release.isPresent()) {
            home.bundles().put(release.get().signed());
        }
        Overlay next = before;
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        for (BundleEntry entry : taken) {
            next = next.with(
                    new OverlayEntry(entry, release.map(one -> one.signed().digest()), now),
                    release.map(Release::list),
                    runs);
        }
        return next;
    }

    @Override
    public boolean repairs() {
        return arrived.release().filter(one -> one.list().repairs()).isPresent();
    }

    @Override
    public boolean signed() {
        return arrived.release().isPresent();
    }

    @Override
    public boolean known() {
        return false;
    }

    @Override
    public String done() {
        return purpose.done();
    }

    @Override
    public String by() {
        return arrived.release()
                .map(one -> ", signed by " + one.signer().name())
                .orElse(", unsigned");
    }
}
