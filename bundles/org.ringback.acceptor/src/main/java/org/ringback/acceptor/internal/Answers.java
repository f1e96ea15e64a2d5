package org.ringback.acceptor.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.ringback.api.Conversation;
import org.ringback.api.EquipmentService;
import org.ringback.conversation.CallBack;
import org.ringback.driver.Workers;
import org.ringback.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each conversation to whoever answers it: a local address that the owner configured, else an equipment service,
 * on a thread of its own. Thread-safe.
 */
final class Answers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    private static final int THREADS = 128;

    private final EquipmentServices services;
    private final Transport transport;
    private final Workers threads = Workers.atOnce("ringback-answer", THREADS);
    private final AnswerPlaces places = new AnswerPlaces(THREADS);
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private volatile Map<ForwardKey, InetSocketAddress> forwards = Map.of();

    Answers(EquipmentServices services, Transport transport) {
        this.services = services;
        this.transport = transport;
    }

    void forwards(Map<ForwardKey, InetSocketAddress> configured) {
        forwards = Map.copyOf(configured);
    }

    /** A conversation began; on the loop. */
    void opened(CallBack callBack, Conversation conversation) {
        ForwardKey key = new ForwardKey(conversation.equipment(), conversation.service());
        InetSocketAddress local = forwards.get(key);
        if (local != null) {
            count("answer.forwarded");
            callBack.join(conversation, transport, local);
            return;
        }
        Optional<EquipmentService> service = services.find(key.equipment(), key.service());
        if (service.isEmpty()) {
            count("answer.no-service");
            conversation.reset();
        } else if (begin(service.get(), conversation)) {
            count("answer.served");
        } else {
            count("answer.too-many");
            conversation.reset();
        }
    }

    private boolean begin(EquipmentService service, Conversation conversation) {
        if (!places.take(conversation.peer())) {
            return false;
        }
        boolean begun = threads.run(() -> answer(service, conversation), fault -> conversation.reset());
        if (!begun) {
            places.give(conversation.peer());
        }
        return begun;
    }

    private void answer(EquipmentService service, Conversation conversation) {
        try {
            service.answer(conversation);
            conversation.close();
        } catch (IOException e) {
            count("answer.broken");
            conversation.reset();
        } catch (RuntimeException | Error e) {
            count("answer.failed");
            conversation.reset();
            LOG.warn("{} failed while it answered for {}", service.getClass().getName(), conversation.equipment(), e);
        } finally {
            places.give(conversation.peer());
        }
    }

    SortedMap<String, Long> counters() {
        SortedMap<String, Long> all = new TreeMap<>();
        counts.forEach((name, count) -> all.put(name, count.sum()));
        return all;
    }

    private void count(String name) {
        counts.computeIfAbsent(name, key -> new LongAdder()).increment();
    }

    /** Interrupts every answer. */
    @Override
    public void close() {
        threads.close();
    }
}
