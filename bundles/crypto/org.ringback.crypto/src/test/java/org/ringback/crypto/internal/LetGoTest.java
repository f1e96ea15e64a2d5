package org.ringback.crypto.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Instant;
import java.util.List;
import org.junit.Test;
import org.ringback.api.Role;
import org.ringback.spi.ConnectionProtection;
import org.ringback.spi.CryptoProvider;
import org.ringback.spi.ExpectedServer;
import org.ringback.spi.ProtectionSession.State;
import org.ringback.spi.ServerAuthorities.NewAuthority;
import org.ringback.spi.ServerCredentials;

/** A version of the bundle that went leaves none of its classes behind in Java's own caches. */
public class LetGoTest {
    private static final String HOST = "localhost";
    private static final Instant NOW = Instant.EPOCH;
    private static final int DIALS = 2;

    /** Has the bundle's classes once more; all else is the test's. */
    private static final class Version extends URLClassLoader {
        Version() {
            super(
                    new URL[] {
                        BouncyProvider.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                    },
                    BouncyProvider.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(BouncyProvider.class.getPackageName())) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known == null ? findClass(name) : known;
            }
        }

        <T> T make(Class<T> service, Class<? extends T> by) throws ReflectiveOperationException {
            Class<?> here = loadClass(by.getName());
            assertNotSame(by, here);
            return service.cast(here.getConstructor().newInstance());
        }
    }

    @Test
    public void aVersionThatDialledAServerTwiceIsCollected() throws Exception {
        WeakReference<ClassLoader> gone = dialled();
        for (int i = 0; i < 10 && gone.get() != null; i++) {
            System.gc();
        }
        assertTrue("Java keeps a class of it", gone.refersTo(null));
    }

    /** A method of its own, so that no local variable of the test holds anything of the version. */
    private static WeakReference<ClassLoader> dialled() throws ReflectiveOperationException, IOException {
        try (Version version = new Version()) {
            CryptoProvider provider = version.make(CryptoProvider.class, BouncyProvider.class);
            ConnectionProtection tls = version.make(ConnectionProtection.class, Tls13Protection.class);
            NewAuthority made = provider.authorities().create(NOW);
            ServerCredentials server = provider.authorities().credentials(made.authority(), List.of(HOST), NOW);
            ExpectedServer expected = new ExpectedServer(provider.chains(), made.pins(), HOST, NOW);
            for (int i = 0; i < DIALS; i++) {
                TestEnd dialler = new TestEnd(tls.dial(provider.identities().create(), Role.ISSUER, expected));
                TestEnd.connect(dialler, new TestEnd(tls.answer(server)));
                assertEquals(State.ESTABLISHED, dialler.session.state());
            }
            return new WeakReference<>(version);
        }
    }
}
