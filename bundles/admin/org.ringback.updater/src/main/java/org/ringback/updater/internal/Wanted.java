package org.ringback.updater.internal;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.ringback.updater.release.BundleEntry;
import org.ringback.updater.release.NotAcceptedException;
import org.ringback.updater.release.Overlay;

/** What is to be there, and what is written down then. */
interface Wanted {
    /** The bundles, proved, in their order. */
    Map<BundleEntry, byte[]> jars();

    /** What they are, for a person. */
    default String labels() {
        return jars().keySet().stream().map(BundleEntry::label).collect(Collectors.joining(", "));
    }

    /** Refuses one, seen what is there and what was written down. */
    void require(BundleEntry entry, List<Bundle> there, Overlay before) throws NotAcceptedException;

    /** Where a bundle is to be installed from; its bytes lie there from then on. */
    String location(BundleEntry entry, List<Bundle> there) throws IOException;

    /** What is written down once these of them are there; told which of those that were written down before run. */
    Overlay next(Overlay before, Collection<BundleEntry> taken, Predicate<BundleEntry> runs) throws IOException;

    /** Whether it repairs what others could use. */
    boolean repairs();

    /** Whether it is to run on a signer's word, although it may run on a person's already. */
    boolean signed();

    /** Whether it ran here before, and so has nothing to prove. */
    boolean known();

    /** What was done, in a word that follows the bundles' names. */
    String done();

    /** On whose word, in words that follow that one. */
    String by();
}
