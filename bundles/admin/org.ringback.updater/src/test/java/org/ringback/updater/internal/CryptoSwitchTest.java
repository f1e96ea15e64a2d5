package org.ringback.updater.internal;

import static org.junit.Assert.assertEquals;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.ringback.api.control.CallControl;
import org.ringback.api.control.CryptoControl;
import org.ringback.updater.release.BundleEntry;
import org.ringback.updater.release.Overlay;

/** What is switched, back too, and who is cut. */
public class CryptoSwitchTest {
    private static final String CRYPTO = "org.ringback.crypto";
    private static final BundleEntry NEW = BundleEntry.of(CRYPTO, "1.1.0", new byte[] {1});

    private final List<String> did = new ArrayList<>();
    private final Bundle old = bundle(12, "1.0.0");
    private final Bundle fresh = bundle(40, "1.1.0");

    private static <T> T stub(Class<T> type, InvocationHandler answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answer));
    }

    /** One that offers a service. */
    private static Bundle bundle(long id, String version) {
        return stub(Bundle.class, (self, method, arguments) -> switch (method.getName()) {
            case "getSymbolicName" -> CRYPTO;
            case "getVersion" -> new Version(version);
            case "getBundleId" -> id;
            case "getState" -> Bundle.ACTIVE;
            case "getLocation" -> "file:/x.jar#ringback:installation/" + CRYPTO + "/" + version + "/0";
            case "getRegisteredServices" -> new ServiceReference<?>[1];
            case "equals" -> self == arguments[0];
            case "hashCode" -> (int) id;
            default -> null;
        });
    }

    private CryptoSwitch after(boolean repairs) throws Exception {
        BundleContext context = stub(BundleContext.class, (self, method, arguments) -> switch (method.getName()) {
            case "getBundles" -> new Bundle[] {old};
            case "installBundle" -> fresh;
            default -> null;
        });
        CryptoControl control = stub(CryptoControl.class, (self, method, arguments) -> {
            did.add(method.getName() + " " + arguments[0]);
            return null;
        });
        CallControl calls = stub(CallControl.class, (self, method, arguments) -> {
            did.add(method.getName() + " " + arguments[0] + " " + arguments[1]);
            return null;
        });
        Newcomers newcomers = new Newcomers(context);
        newcomers.install(NEW, new byte[] {1}, "file:/y.jar");
        CryptoSwitch crypto = new CryptoSwitch(
                context, new InUse(() -> Optional.of(control), () -> Optional.of(calls)), newcomers, new Steps());
        crypto.keepOut();
        crypto.run(known(repairs));
        crypto.cutUnmoved(repairs);
        return crypto;
    }

    /** One that ran here before, so that nothing is tried. */
    private static Wanted known(boolean repairs) {
        return stub(Wanted.class, (self, method, arguments) -> switch (method.getName()) {
            case "known" -> true;
            case "repairs" -> repairs;
            case "jars" -> Map.of();
            case "next" -> Overlay.empty();
            default -> "";
        });
    }

    @Test
    public void whatBeginsUsesTheNewOneAndNobodyIsCut() throws Exception {
        after(false);
        assertEquals(List.of("keepOut " + Set.of(40L), "use " + Set.of(40L)), did);
    }

    @Test
    public void ofAReleaseThatRepairsAFlawWhoDoesNotMoveIsCutAfterAMinute() throws Exception {
        after(true);
        assertEquals(
                List.of(
                        "keepOut " + Set.of(40L),
                        "use " + Set.of(40L),
                        "cutUnmoved " + Set.of(12L) + " " + Duration.ofSeconds(60)),
                did);
    }

    @Test
    public void itGoesBackToTheOldOne() throws Exception {
        after(false).back();
        assertEquals(List.of("keepOut " + Set.of(40L), "use " + Set.of(40L), "use " + Set.of(12L)), did);
    }
}
