package org.ringback.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.wiring.BundleWiring;
import org.ringback.api.EquipmentService;
import org.ringback.api.RingSystem;
import org.ringback.api.control.CallControl;
import org.ringback.api.control.CallStatus;
import org.ringback.api.control.Forward;
import org.ringback.api.control.ForwardControl;
import org.ringback.api.control.Ring;
import org.ringback.api.control.RingRequest;
import org.ringback.kernel.Registration;

/** Every role and the shell go, are exchanged and come back beneath calls that stand, which hold nothing of what went. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public final class CallsLifeIT {
    private static final String ECHO = "echo";
    private static final int CONVERSATIONS = 4;
    private static final int PIECE = 20_000;
    private static final int MORE = 10;
    private static final int LIMIT_SECONDS = 60;

    @Inject
    private BundleContext context;

    @Configuration
    public Option[] framework() throws IOException {
        return Container.bare(Household.FEATURES);
    }

    @Test
    public void noRoleAndNoShellTakesACallAByteOrAPortWithIt() throws Exception {
        Household household = Household.of(context);
        context.registerService(
                EquipmentService.class,
                conversation -> conversation.input().transferTo(conversation.output()),
                FrameworkUtil.asDictionary(Map.of(
                        EquipmentService.EQUIPMENT, Household.THERMOSTAT.value(), EquipmentService.SERVICE, ECHO)));
        Ring ring = household.answered(RingSystem.PASSWORD, ECHO);
        ForwardControl forwards = household.osgi().service(ForwardControl.class);
        InetSocketAddress port = forwards.open(
                new Forward(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        new RingRequest(Household.THERMOSTAT, Optional.of(RingSystem.PASSWORD), ECHO)),
                ring.nonce());
        List<Talk> talks = new ArrayList<>();
        for (int seed = 0; seed < CONVERSATIONS; seed++) {
            talks.add(new Talk(port, seed));
        }
        goOn(talks);
        for (String name : List.of("shell", "issuer", "acceptor", "relay")) {
            Registration before = household.registration();
            exchange(household.osgi().bundle(name), talks);
            new Talk(port, name.hashCode()).end();
            if (List.of("shell", "issuer").contains(name)) {
                assertEquals(name, before.since(), household.registration().since());
            }
        }
        for (Talk talk : talks) {
            talk.end();
        }
        household.expectPage(RingSystem.PASSWORD);
        CallControl calls = household.osgi().service(CallControl.class);
        assertEquals("at both ends", 2, standing(calls));
        ring.close();
        Await.until(() -> standing(calls) == 0 ? "" : "a call stands");
        Talk last = new Talk(port, ECHO.hashCode());
        last.goOn();
        assertEquals("the port rang again", 2, standing(calls));
        for (String name : List.of("shell", "issuer", "acceptor", "relay")) {
            Bundle bundle = household.osgi().bundle(name);
            WeakReference<ClassLoader> former =
                    new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
            exchange(bundle, List.of(last));
            Await.until(() -> {
                System.gc();
                return former.refersTo(null) ? "" : "the class loader of the former " + name + " is held";
            });
        }
        last.end();
        assertEquals("the call stands", 2, standing(calls));
        assertTrue(forwards.hangUp(port));
        Await.until(() -> standing(calls) == 0 ? "" : "a call stands");
    }

    private static long standing(CallControl calls) {
        return calls.calls().stream()
                .filter(call -> call.service().equals(ECHO) && call.stands())
                .map(CallStatus::since)
                .count();
    }

    /** Stops, updates and starts a bundle, and sees that everybody talks on after each. */
    private static void exchange(Bundle bundle, List<Talk> talks) throws Exception {
        bundle.stop();
        goOn(talks);
        try (InputStream jar = URI.create(bundle.getLocation()).toURL().openStream()) {
            bundle.update(jar);
        }
        goOn(talks);
        bundle.start();
        goOn(talks);
    }

    private static void goOn(List<Talk> talks) throws Exception {
        for (Talk talk : talks) {
            talk.goOn();
        }
    }

    /** Says random bytes to an echo, twice as many as are waited for, and checks each that comes back. */
    private static final class Talk {
        private final Socket socket;
        private final AtomicLong heard = new AtomicLong();
        private final CompletableFuture<Long> said = new CompletableFuture<>();
        private final CompletableFuture<Long> end = new CompletableFuture<>();
        private final Semaphore pieces = new Semaphore(0);
        private volatile boolean over;

        Talk(InetSocketAddress port, long seed) throws IOException {
            socket = new Socket(port.getAddress(), port.getPort());
            start("test-says", said, () -> say(new Random(seed)));
            start("test-hears", end, () -> hear(new Random(seed)));
        }

        private interface Work {
            long run() throws IOException, InterruptedException;
        }

        private static void start(String name, CompletableFuture<Long> done, Work work) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            done.complete(work.run());
                        } catch (IOException | InterruptedException | AssertionError failed) {
                            done.completeExceptionally(failed);
                        }
                    },
                    name);
            thread.setDaemon(true);
            thread.start();
        }

        private long say(Random random) throws IOException, InterruptedException {
            long count = 0;
            byte[] piece = new byte[PIECE];
            pieces.acquire();
            while (!over) {
                random.nextBytes(piece);
                socket.getOutputStream().write(piece);
                count += piece.length;
                pieces.acquire();
            }
            socket.shutdownOutput();
            return count;
        }

        private long hear(Random random) throws IOException {
            byte[] expected = new byte[PIECE];
            while (true) {
                byte[] piece = socket.getInputStream().readNBytes(PIECE);
                if (piece.length == 0) {
                    return heard.get();
                }
                random.nextBytes(expected);
                if (!Arrays.equals(expected, piece)) {
                    throw new AssertionError("another byte behind " + heard.get());
                }
                heard.addAndGet(piece.length);
            }
        }

        /** Waits until more has come, or fails with what broke. */
        void goOn() throws Exception {
            long wanted = heard.get() + (long) MORE * PIECE;
            pieces.release(2 * MORE);
            Await.until(() -> {
                if (end.isDone()) {
                    end.join();
                }
                return heard.get() >= wanted ? "" : "a conversation stands still";
            });
        }

        /** Ends what is said, and checks that all of it came. */
        void end() throws Exception {
            over = true;
            pieces.release();
            assertEquals(said.get(LIMIT_SECONDS, TimeUnit.SECONDS), end.get(LIMIT_SECONDS, TimeUnit.SECONDS));
            socket.close();
        }
    }
}
