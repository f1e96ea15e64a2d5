package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;

public class BundlesTest {
    @Test
    public void aBundleWithoutANameHidesNoOther() {
        Bundle nameless = bundle(1, null);
        Bundle named = bundle(2, "org.ringback.relay");
        Bundle[] all = {nameless, named};
        Bundles bundles = new Bundles(proxy(BundleContext.class, (self, method, words) -> all));
        assertEquals(2, bundles.one("org.ringback.relay").getBundleId());
        assertEquals(1, bundles.one("1").getBundleId());
    }

    private static Bundle bundle(long id, @Nullable String name) {
        return proxy(Bundle.class, (self, method, words) -> switch (method.getName()) {
            case "getBundleId" -> id;
            case "getSymbolicName" -> name;
            case "getVersion" -> Version.emptyVersion;
            default -> throw new AssertionError(method.getName());
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
