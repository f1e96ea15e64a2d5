package org.ringback.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
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
        BundleContext context = (BundleContext) Proxy.newProxyInstance(
                Stores.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> home.toString());
        try {
            return new MvStore(context, Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
