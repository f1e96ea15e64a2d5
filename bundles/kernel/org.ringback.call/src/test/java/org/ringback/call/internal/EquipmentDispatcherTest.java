package org.ringback.call.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.ringback.api.Conversation;
import org.ringback.api.EquipmentId;
import org.ringback.api.EquipmentService;
import org.ringback.api.KeyFingerprint;
import org.ringback.call.core.ConversationLimits;

/** Conversations with a bundle that answers slowly. */
public final class EquipmentDispatcherTest {
    private static final int PLACES = 32;

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
        services.put(slow, Map.of(EquipmentService.EQUIPMENT, "lamp-1", EquipmentService.SERVICE, "http"));
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
        services.put(slow, Map.of(EquipmentService.EQUIPMENT, "lamp-1", EquipmentService.SERVICE, "http"));
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
