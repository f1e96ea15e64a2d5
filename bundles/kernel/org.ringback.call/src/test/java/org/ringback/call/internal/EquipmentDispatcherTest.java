package org.ringback.call.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleReference;
import org.ringback.api.Conversation;
import org.ringback.api.EquipmentId;
import org.ringback.api.EquipmentService;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Role;
import org.ringback.api.control.EquipmentStatus.ServiceStatus;
import org.ringback.call.core.ConversationLimits;
import org.ringback.kernel.CallFacts;
import org.ringback.kernel.ServiceKey;

/** Conversations with a bundle that answers slowly. */
public final class EquipmentDispatcherTest {
    private static final int PLACES = 32;
    private static final Map<String, Object> HTTP =
            Map.of(EquipmentService.EQUIPMENT, "lamp-1", EquipmentService.SERVICE, "http");
    private static final Map<String, Object> ADMIN = Map.of(
            EquipmentService.EQUIPMENT, "lamp-1", EquipmentService.SERVICE, "http", EquipmentService.ADMIN, true);

    @Rule
    public final Timeout timeout = Timeout.seconds(30);

    private final EquipmentServices services = new EquipmentServices();
    private final EquipmentDispatcher answers = new EquipmentDispatcher(services);
    private final LinkedBlockingQueue<Conversation> begun = new LinkedBlockingQueue<>();
    private final Semaphore ends = new Semaphore(0);
    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private final EquipmentService slow = conversation -> {
        begun.add(conversation);
        ends.acquireUninterruptibly();
    };
    private final CallEnd call = new Line(new ManualLoop(), new ManualLoop(), ConversationLimits.DEFAULT).acceptor.call;

    @After
    public void stop() {
        ends.release(10_000);
        answers.close();
    }

    @Test
    public void aConversationBeyondAPersonsPlacesWaitsForItsTurnAndIsNotReset() throws Exception {
        services.put(slow, HTTP);
        for (int i = 0; i < 2 * PLACES; i++) {
            answers.opened(call, conversation());
        }
        for (int i = 0; i < PLACES; i++) {
            assertTrue(begun.poll(10, TimeUnit.SECONDS) != null);
        }
        assertEquals("none more is answered at once", 0, begun.size());
        for (int i = 0; i < PLACES; i++) {
            ends.release();
            assertTrue("the next one's turn", begun.poll(10, TimeUnit.SECONDS) != null);
        }
        assertEquals(PLACES, (long) answers.counters().get("answer.waited"));
        assertTrue(told.toString(), told.stream().allMatch("close"::equals));
    }

    @Test
    public void whoWaitedForABundleThatIsGoneByThenIsReset() throws Exception {
        services.put(slow, HTTP);
        for (int i = 0; i <= PLACES; i++) {
            answers.opened(call, conversation());
        }
        for (int i = 0; i < PLACES; i++) {
            assertTrue(begun.poll(10, TimeUnit.SECONDS) != null);
        }
        services.remove(slow);
        ends.release();
        while (!told.contains("reset")) {
            Thread.onSpinWait();
        }
        assertEquals(0, begun.size());
    }

    /** A call that no grant names the service of, which begins before that is marked admin. */
    private void assertCutOnceMarked(Runnable mark) {
        ManualLoop loop = new ManualLoop();
        Line line = new Line(loop, loop, ConversationLimits.DEFAULT);
        loop.run();
        mark.run();
        answers.opened(line.acceptor.call, conversation());
        loop.run();
        assertEquals(List.of("the service http is marked admin, and the grant does not name it"), line.acceptor.ended);
        assertEquals("nobody answers", 0, begun.size());
        assertEquals(1, (long) answers.counters().get("answer.not-granted"));
    }

    @Test
    public void aCallWhoseServiceIsMarkedAdminByABundleThatCameLaterIsCut() {
        assertCutOnceMarked(() -> services.put(slow, ADMIN));
    }

    @Test
    public void aCallWhoseServiceTheOwnerMarksAdminIsCutWhateverAnswersIt() {
        assertCutOnceMarked(() -> {
            answers.forward(Map.of(
                    new ServiceKey(new EquipmentId("lamp-1"), "http"),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 9)));
            answers.markAdmin(Set.of("http"));
        });
    }

    @Test
    public void aCallWhoseGrantNamesTheServiceIsAnsweredByWhatIsMarkedAdmin() throws Exception {
        ManualLoop loop = new ManualLoop();
        CallFacts facts = Line.facts(Role.ACCEPTOR);
        CallFacts named = new CallFacts(
                facts.role(),
                facts.equipment(),
                facts.service(),
                facts.peer(),
                facts.grant(),
                facts.ring(),
                facts.since(),
                true,
                false);
        Line.Side side = new Line.Side(loop);
        CallEnds ends = new CallEnds(new Dialler(), new Random(1), ConversationLimits.DEFAULT);
        services.put(slow, ADMIN);
        answers.opened(ends.make(named, loop, side), conversation());
        assertTrue("it is answered", begun.poll(10, TimeUnit.SECONDS) != null);
        loop.run();
        assertEquals(List.of(), side.ended);
    }

    @Test
    public void whatAnswersIsNamedAndWhatIsMarkedAdminIsKnownByItsBundleOrTheOwner() {
        EquipmentId lamp = new EquipmentId("lamp-1");
        ServiceKey http = new ServiceKey(lamp, "http");
        services.put(slow, ADMIN);
        assertTrue(answers.admin(http));
        answers.forward(Map.of(
                http,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 9),
                new ServiceKey(lamp, "ssh"),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 22)));
        assertFalse("what is forwarded does not go to the bundle", answers.admin(http));
        assertEquals(Set.of("http", "ssh"), answers.names(lamp));
        assertEquals(Set.of(), answers.names(new EquipmentId("oven")));
        answers.markAdmin(Set.of("ssh", "vnc"));
        assertTrue(answers.admin(new ServiceKey(lamp, "ssh")));
        assertTrue("whether or not anything answers it yet", answers.admin(new ServiceKey(lamp, "vnc")));
    }

    @Test
    public void whatAnswersIsToldByNameWithItsMarkAndTheAddressBeforeTheBundle() {
        EquipmentId lamp = new EquipmentId("lamp-1");
        assertEquals(List.of(), answers.status(lamp));
        services.put(
                ofBundle("com.example.lamp"),
                Map.of(
                        EquipmentService.EQUIPMENT,
                        "*",
                        EquipmentService.SERVICE,
                        "vnc,http,ssh",
                        EquipmentService.ADMIN,
                        true));
        services.put(slow, Map.of(EquipmentService.EQUIPMENT, "lamp-1", EquipmentService.SERVICE, "raw"));
        answers.forward(
                Map.of(new ServiceKey(lamp, "http"), new InetSocketAddress(InetAddress.getLoopbackAddress(), 80)));
        answers.markAdmin(Set.of("raw"));
        assertEquals(
                List.of(
                        new ServiceStatus("http", false, "127.0.0.1:80"),
                        new ServiceStatus("raw", true, ""),
                        new ServiceStatus("ssh", true, "com.example.lamp"),
                        new ServiceStatus("vnc", true, "com.example.lamp")),
                answers.status(lamp));
    }

    /** A service whose class comes from a bundle. */
    private static EquipmentService ofBundle(String name) {
        Bundle bundle = proxy(Bundle.class, (self, method, words) -> name);
        return (EquipmentService) Proxy.newProxyInstance(
                new Loader(bundle), new Class<?>[] {EquipmentService.class}, (self, method, words) -> null);
    }

    /** The class loader of a bundle. */
    private static final class Loader extends ClassLoader implements BundleReference {
        private final Bundle bundle;

        Loader(Bundle bundle) {
            super(EquipmentService.class.getClassLoader());
            this.bundle = bundle;
        }

        @Override
        public Bundle getBundle() {
            return bundle;
        }
    }

    private Conversation conversation() {
        return proxy(Conversation.class, (self, method, words) -> switch (method.getName()) {
            case "equipment" -> new EquipmentId("lamp-1");
            case "service" -> "http";
            case "peer" -> KeyFingerprint.of(new byte[KeyFingerprint.LENGTH]);
            default -> {
                told.add(method.getName());
                yield null;
            }
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
