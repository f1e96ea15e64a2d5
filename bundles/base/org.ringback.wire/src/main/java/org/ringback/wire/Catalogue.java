package org.ringback.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks up kinds of messages by what stands on the wire. Stateless. */
final class Catalogue {
    private static final Map<Door, List<MessageKind>> BY_DOOR =
            Arrays.stream(MessageKind.values()).collect(Collectors.groupingBy(MessageKind::door));

    private Catalogue() {}

    /**
     * Finds the kind of a message that arrives at a door.
     *
     * @param door where
     * @param view the message
     * @return the kind, or null if it has no place there
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

    /** The error response to a request on a protected connection: the one of the same method. */
    static Optional<MessageKind> refusalOf(MessageKind request) {
        if (!request.door().stream() || MessageClass.of(request.type()) != MessageClass.REQUEST) {
            return Optional.empty();
        }
        int wanted = MessageClass.ERROR.typeOf(MessageClass.methodOf(request.type()));
        return Arrays.stream(MessageKind.values())
                .filter(kind -> kind.door().stream() && kind.type() == wanted)
                .findFirst();
    }

    /** Whether FINGERPRINT must stand in it: everywhere on UDP, but not in what an ordinary STUN agent may send. */
    static boolean requiresFingerprint(MessageKind kind) {
        return !kind.door().stream() && kind != MessageKind.PROBE && kind != MessageKind.PROBE_ANSWER;
    }
}
