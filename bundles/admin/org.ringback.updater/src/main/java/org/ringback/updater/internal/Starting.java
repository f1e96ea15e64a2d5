package org.ringback.updater.internal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.ringback.updater.release.NotAcceptedException;

/** Starts bundles that may hang, throw, or never offer what they should. Stateless. */
final class Starting {
    /** How long a start, and then the services, may take. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    /** How long a start that hangs has to end by an interrupt. */
    private static final long INTERRUPTED_MILLIS = 1000;

    private Starting() {}

    /** Starts a bundle; on a thread of its own, as a start that hangs never gives its thread back. */
    static void start(Bundle bundle, Duration limit) throws NotAcceptedException, InterruptedException {
        CompletableFuture<Void> started = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        bundle.start();
                        started.complete(null);
                    } catch (BundleException | RuntimeException | Error e) {
                        started.completeExceptionally(e);
                    }
                },
                "ringback-updater-start");
        thread.setDaemon(true);
        thread.start();
        try {
            started.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            StackTraceElement[] at = thread.getStackTrace();
            thread.interrupt(); // most waits end by that, and the bundle can be taken away
            thread.join(INTERRUPTED_MILLIS);
            throw new NotAcceptedException("bundle " + bundle.getSymbolicName() + ": has not started after "
                    + limit.toSeconds() + " s" + (at.length == 0 ? "" : ", it waits in " + at[0])
                    + " (expected: a start that ends)");
        } catch (ExecutionException e) {
            throw failed(bundle, e.getCause());
        }
    }

    private static NotAcceptedException failed(Bundle bundle, @Nullable Throwable cause) {
        if (cause instanceof BundleException failure && failure.getType() == BundleException.RESOLVE_ERROR) {
            return new NotAcceptedException(
                    "bundle " + bundle.getSymbolicName() + ": lacks what it needs: " + failure.getMessage());
        }
        Throwable deepest = cause;
        while (deepest != null && deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return new NotAcceptedException("bundle " + bundle.getSymbolicName() + ": its start failed: " + deepest);
    }

    /**
     * Waits until a bundle offers services.
     *
     * @return whether there are at least so many in time
     */
    static boolean await(BundleContext context, Bundle bundle, int services, Duration limit)
            throws InterruptedException {
        Semaphore changed = new Semaphore(0);
        ServiceListener listener = event -> changed.release();
        context.addServiceListener(listener);
        try {
            long end = System.nanoTime() + limit.toNanos();
            boolean inTime = true;
            while (offered(bundle) < services && inTime) {
                inTime = changed.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
            return offered(bundle) >= services;
        } finally {
            context.removeServiceListener(listener);
        }
    }

    /** {@return how many services a bundle offers} */
    static int offered(Bundle bundle) {
        ServiceReference<?> @Nullable [] services = bundle.getRegisteredServices();
        return services == null ? 0 : services.length;
    }
}
