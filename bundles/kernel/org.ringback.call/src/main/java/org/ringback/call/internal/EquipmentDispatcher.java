package org.ringback.call.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import org.ringback.api.Conversation;
import org.ringback.api.EquipmentId;
import org.ringback.api.EquipmentService;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.control.EquipmentStatus.ServiceStatus;
import org.ringback.api.limits.LimitUse;
import org.ringback.api.net.AddressText;
import org.ringback.call.core.ResetCode;
import org.ringback.call.internal.AnswerPlaces.Answer;
import org.ringback.call.internal.EquipmentServices.Entry;
import org.ringback.kernel.CutReason;
import org.ringback.kernel.Metrics;
import org.ringback.kernel.ServiceKey;
import org.ringback.kernel.Workers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each incoming conversation to what answers it: a configured local address, else an equipment service, on a
 * thread of its own. Thread-safe.
 */
final class EquipmentDispatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EquipmentDispatcher.class);
    private static final int THREADS = 128;

    private final EquipmentServices services;
    /** More threads than places, as a thread that gave its place back may not be idle yet when the place is taken. */
    private final Workers threads = Workers.atOnce("ringback-answer", 2 * THREADS);

    private final AnswerPlaces places = new AnswerPlaces(THREADS);
    private final Metrics metrics = new Metrics();
    private final LocalAddresses addresses = new LocalAddresses();
    /** The services that the owner marks admin, whatever answers them. */
    private volatile Set<String> adminNames = Set.of();

    EquipmentDispatcher(EquipmentServices services) {
        this.services = services;
    }

    void forward(Map<ServiceKey, InetSocketAddress> configured) {
        addresses.configure(configured);
    }

    void markAdmin(Set<String> names) {
        adminNames = Set.copyOf(names);
    }

    /** {@return whether only those may ring for a service whose grant names it} */
    boolean admin(ServiceKey key) {
        return adminNames.contains(key.service())
                || (addresses.find(key).isEmpty()
                        && services.find(key.equipment(), key.service())
                                .filter(Entry::admin)
                                .isPresent());
    }

    /** {@return the names of all that answers for a piece of equipment} */
    Set<String> names(EquipmentId equipment) {
        Set<String> names = new HashSet<>(addresses.names(equipment));
        names.addAll(services.names(equipment));
        return names;
    }

    /** {@return what answers for a piece of equipment, by name} */
    List<ServiceStatus> status(EquipmentId equipment) {
        return names(equipment).stream()
                .sorted()
                .map(name -> new ServiceKey(equipment, name))
                .map(key -> new ServiceStatus(key.service(), admin(key), answeredBy(key)))
                .toList();
    }

    private String answeredBy(ServiceKey key) {
        return addresses
                .find(key)
                .map(AddressText::print)
                .or(() -> services.find(key.equipment(), key.service()).map(Entry::bundle))
                .orElse(""); // it went meanwhile
    }

    /** {@return what the owner should do about services, in words} */
    List<String> warnings(List<EquipmentId> joined) {
        List<String> warnings = new ArrayList<>(addresses.warnings());
        joined.stream()
                .filter(id -> !addresses.any(id) && !services.any(id))
                .forEach(id -> warnings.add(id + ": nothing answers its rings (expected: forward = " + id
                        + "/http=ADDRESS:PORT, or a bundle that answers for it)"));
        return warnings;
    }

    /** Answers a new conversation; on the loop. */
    void opened(CallEnd call, Conversation conversation) {
        ServiceKey key = new ServiceKey(conversation.equipment(), conversation.service());
        Optional<InetSocketAddress> local = addresses.find(key);
        if (local.isPresent()) {
            if (admitted(call, key, false)) {
                metrics.count(AnswerMetric.FORWARDED);
                call.join(
                        conversation,
                        local.get(),
                        addresses.dial(key, local.get(), () -> metrics.count(AnswerMetric.UNREACHABLE)));
            }
            return;
        }
        Optional<Entry> service = services.find(key.equipment(), key.service());
        if (service.isEmpty()) {
            metrics.count(AnswerMetric.NO_SERVICE);
            call.reset(conversation, ResetCode.NO_SERVICE);
        } else if (admitted(call, key, service.get().admin())) {
            serve(call, key, conversation);
        }
    }

    /**
     * Cuts a call whose service is marked admin now, and was not when its ring was judged, if its grant does not name
     * the service. Its person is told that reason ({@link CutReason#SERVICE}).
     */
    private boolean admitted(CallEnd call, ServiceKey key, boolean marked) {
        if (call.facts().named() || !(marked || adminNames.contains(key.service()))) {
            return true;
        }
        metrics.count(AnswerMetric.NOT_GRANTED);
        call.cut(
                "the service " + key.service() + " is marked admin, and the grant does not name it",
                Optional.of(CutReason.SERVICE));
        return false;
    }

    private void serve(CallEnd call, ServiceKey key, Conversation conversation) {
        Answer answer = new Answer(conversation.peer(), () -> answer(call, key, conversation));
        switch (places.enter(answer)) {
            case NOW -> {
                if (!threads.run(() -> answerAll(answer), fault -> conversation.reset())) {
                    conversation.reset(); // this component is being stopped: nothing answers any more
                }
            }
            case LATER -> metrics.count(AnswerMetric.WAITED);
            default -> { // never
                metrics.count(AnswerMetric.TOO_MANY);
                call.reset(conversation, ResetCode.NO_PLACE);
            }
        }
    }

    /** Answers, then answers waiting conversations with the same place and thread. */
    private void answerAll(Answer first) {
        for (Optional<Answer> next = Optional.of(first); next.isPresent(); ) {
            Answer now = next.get();
            now.answer().run();
            next = places.give(now.person());
        }
    }

    /** Answers a conversation by the service that is there now, which may be another one than before, or none. */
    private void answer(CallEnd call, ServiceKey key, Conversation conversation) {
        Optional<Entry> service = services.find(key.equipment(), key.service());
        if (service.isEmpty()) {
            metrics.count(AnswerMetric.NO_SERVICE);
            conversation.reset();
            return;
        }
        if (!admitted(call, key, service.get().admin())) {
            return;
        }
        metrics.count(AnswerMetric.SERVED);
        answer(service.get().service(), conversation);
    }

    private void answer(EquipmentService service, Conversation conversation) {
        try {
            service.answer(conversation);
            conversation.close();
        } catch (IOException e) {
            metrics.count(AnswerMetric.BROKEN);
            conversation.reset();
        } catch (RuntimeException | Error e) {
            metrics.count(AnswerMetric.FAILED);
            conversation.reset();
            LOG.warn("{} failed while it answered for {}", service.getClass().getName(), conversation.equipment(), e);
        }
    }

    /** {@return how many conversations are answered and wait; persons are named} */
    List<LimitUse> limits(Function<KeyFingerprint, String> persons) {
        return places.limits(persons);
    }

    SortedMap<String, Long> counters() {
        return metrics.snapshot();
    }

    /** Interrupts every answer. */
    @Override
    public void close() {
        threads.close();
    }
}
