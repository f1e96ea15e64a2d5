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

    /** What is done with a bundle. */
    private interface Act {
        void run() throws BundleException;
    }

    /** Starts a bundle. One that has started after all, when it was given up, is taken away: nobody waits for it any more. */
    static void start(Bundle bundle, Duration limit) throws NotAcceptedException, InterruptedException {
        within(bundle, "started", "start", limit, bundle::start, bundle::uninstall);
    }

    /** Stops a bundle. */
    static void stop(Bundle bundle, Duration limit) throws NotAcceptedException, InterruptedException {
        within(bundle, "stopped", "stop", limit, bundle::stop, () -> {});
    }

    /** Takes a bundle away, which stops it. */
    static void uninstall(Bundle bundle, Duration limit) throws NotAcceptedException, InterruptedException {
        within(bundle, "stopped", "stop", limit, bundle::uninstall, () -> {});
    }

    /** On a thread of its own, as what hangs never gives its thread back. */
    private static void within(Bundle bundle, String done, String act, Duration limit, Act first, Act tooLate)
            throws NotAcceptedException, InterruptedException {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        first.run();
                        if (!ended.complete(null)) {
                            tooLate.run();
                        }
                    } catch (BundleException | RuntimeException | Error e) {
                        ended.completeExceptionally(e);
                    }
                },
                "ringback-updater-start");
        thread.setDaemon(true);
        thread.start();
        try {
            ended.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            StackTraceElement[] at = thread.getStackTrace();
            ended.cancel(false);
            thread.interrupt(); // most waits end by that, and the bundle can be taken away
            thread.join(INTERRUPTED_MILLIS);
            throw new NotAcceptedException("bundle " + bundle.getSymbolicName() + ": has not " + done + " after "
                    + limit.toSeconds() + " s" + (at.length == 0 ? "" : ", it waits in " + at[0]) + " (expected: a "
                    + act + " that ends)");
        } catch (ExecutionException e) {
            throw failed(bundle, act, e.getCause());
        }
    }

    private static NotAcceptedException failed(Bundle bundle, String act, @Nullable Throwable cause) {
        if (cause instanceof BundleException failure && failure.getType() == BundleException.RESOLVE_ERROR) {
            return new NotAcceptedException(
                    "bundle " + bundle.getSymbolicName() + ": lacks what it needs: " + failure.getMessage());
        }
        return new NotAcceptedException("bundle " + bundle.getSymbolicName() + ": its " + act + " failed: "
                + (cause == null ? "" : deepest(cause)));
    }

    /** What a failure comes from, below the exceptions with which the framework wraps it. */
    static Throwable deepest(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest;
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
