package org.ringback.updater.internal;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.ringback.updater.release.NotAcceptedException;

/** A bundle that hangs, throws or offers nothing keeps the agent no longer than its limit. */
public class StartingTest {
    private static final Duration AT_ONCE = Duration.ZERO;

    @Rule
    public final Timeout timeout = Timeout.seconds(30);

    /** What a bundle does when it is started. */
    private interface Start {
        void run() throws Exception;
    }

    private static Bundle bundle(Start start, int services) {
        return proxy(Bundle.class, (method) -> switch (method) {
            case "start" -> {
                start.run();
                yield null;
            }
            case "getSymbolicName" -> "com.acme.kettle";
            case "getRegisteredServices" -> services == 0 ? null : new ServiceReference<?>[services];
            default -> null;
        });
    }

    /** Answers a method by its name. */
    private interface Answers {
        Object to(String method) throws Exception;
    }

    private static <T> T proxy(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answers.to(method.getName())));
    }

    @Test
    public void aStopThatHangsIsGivenUpToo() {
        CountDownLatch never = new CountDownLatch(1);
        Bundle hangs = proxy(Bundle.class, method -> {
            if (method.equals("stop")) {
                never.await();
            }
            return method.equals("getSymbolicName") ? "com.acme.kettle" : null;
        });
        String why = assertThrows(NotAcceptedException.class, () -> Starting.stop(hangs, AT_ONCE))
                .getMessage();
        assertTrue(why, why.startsWith("bundle com.acme.kettle: has not stopped after 0 s"));
    }

    @Test
    public void whatHasStartedAfterItWasGivenUpIsTakenAway() throws Exception {
        CountDownLatch goesOn = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        Bundle late = proxy(Bundle.class, method -> {
            if (method.equals("start")) {
                boolean waits = true;
                while (waits) {
                    try {
                        goesOn.await();
                        waits = false;
                    } catch (InterruptedException e) {
                        waits = true; // it takes no interrupt
                    }
                }
            } else if (method.equals("uninstall")) {
                gone.countDown();
            }
            return method.equals("getSymbolicName") ? "com.acme.kettle" : null;
        });
        assertThrows(NotAcceptedException.class, () -> Starting.start(late, AT_ONCE));
        goesOn.countDown();
        gone.await();
    }

    @Test
    public void aStartThatHangsIsGivenUpAndSaysWhereItWaits() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Bundle hangs = bundle(never::await, 0);
        String why = assertThrows(NotAcceptedException.class, () -> Starting.start(hangs, AT_ONCE))
                .getMessage();
        assertTrue(why, why.startsWith("bundle com.acme.kettle: has not started after 0 s"));
        never.countDown();
    }

    @Test
    public void aStartThatHangsIsInterruptedSoThatItsBundleCanGo() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Bundle waits = bundle(
                () -> {
                    try {
                        never.await();
                    } finally {
                        interrupted.countDown();
                    }
                },
                0);
        assertThrows(NotAcceptedException.class, () -> Starting.start(waits, AT_ONCE));
        interrupted.await();
    }

    @Test
    public void whatABundleLacksIsToldApartFromAStartThatFails() {
        Bundle lacks = bundle(
                () -> {
                    throw new BundleException("missing: com.nowhere", BundleException.RESOLVE_ERROR);
                },
                0);
        String why = assertThrows(NotAcceptedException.class, () -> Starting.start(lacks, Starting.LIMIT))
                .getMessage();
        assertTrue(why, why.contains("lacks what it needs: missing: com.nowhere"));
        Bundle fails = bundle(
                () -> {
                    throw new BundleException("activator", new IllegalStateException("no water"));
                },
                0);
        why = assertThrows(NotAcceptedException.class, () -> Starting.start(fails, Starting.LIMIT))
                .getMessage();
        assertTrue(why, why.endsWith("its start failed: java.lang.IllegalStateException: no water"));
    }

    @Test
    public void servicesAreCountedAndNotWaitedForLongerThanTheLimit() throws Exception {
        BundleContext context = proxy(BundleContext.class, method -> null);
        Bundle two = bundle(() -> {}, 2);
        assertTrue(Starting.await(context, two, 2, AT_ONCE));
        assertFalse(Starting.await(context, two, 3, AT_ONCE));
        assertTrue(Starting.await(context, bundle(() -> {}, 0), 0, AT_ONCE));
    }
}
