package org.ringback.kit;

import java.nio.file.Path;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.ringback.store.internal.MvStore;

/** The real store, opened without a container. Stateless. */
public final class Stores {
    private Stores() {}

    /**
     * Opens the store of a home.
     *
     * @param home its folder
     * @return the store
     */
    public static MvStore open(Path home) {
        BundleContext context = Stub.of(BundleContext.class, (name, arguments) -> home.toString());
        return Checked.get(() -> new MvStore(context, Map.of()));
    }
}
