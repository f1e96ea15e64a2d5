package org.ringback.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the {@link MessageKind} of received bytes. Stateless. */
final class Catalogue {
    private static final Map<Door, List<MessageKind>> BY_DOOR =
            Arrays.stream(MessageKind.values()).collect(Collectors.groupingBy(MessageKind::door));

    private Catalogue() {}

    /**
     * Finds the kind of a message by its door, its type and the attribute that marks it.
     *
     * @param door where the message arrived
     * @param view the message
     * @return the kind, or null if the catalogue has no such message at this door
     */
    static @Nullable MessageKind find(Door door, StunView view) {
        MessageKind plain = null;
        int type = view.type();
        for (MessageKind kind : BY_DOOR.getOrDefault(door, List.of())) {
            if (kind.type() == type) {
                Optional<Attribute<?>> marker = kind.marker();
                if (marker.isEmpty()) {
                    plain = kind;
                } else if (view.find(marker.get().type()) >= 0) {
                    return kind;
                }
            }
        }
        return plain;
    }

    /** Finds the error response to a request on a protected connection: it has the same method. */
    static Optional<MessageKind> refusalOf(MessageKind request) {
        if (request.proof() != Proof.CHANNEL || MessageClass.of(request.type()) != MessageClass.REQUEST) {
            return Optional.empty();
        }
        int wanted = MessageClass.ERROR.typeOf(MessageClass.methodOf(request.type()));
        return Arrays.stream(MessageKind.values())
                .filter(kind -> kind.door().stream() && kind.type() == wanted)
                .findFirst();
    }

    /**
     * Whether a message of this kind must have a FINGERPRINT: all on UDP, except those that an ordinary STUN agent may
     * send.
     */
    static boolean requiresFingerprint(MessageKind kind) {
        return !kind.door().stream() && kind != MessageKind.PROBE && kind != MessageKind.PROBE_ANSWER;
    }
}
