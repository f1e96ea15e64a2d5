package org.ringback.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ringback.wire.Attribute;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/**
 * Which of the three parties are of a version before PATHS, Calling, the relay and punching: the net makes their messages what an older party
 * would have sent. Each party itself is of this version, so what an older one must not hear is counted, not tried out;
 * and what is sealed, the second request of a datagram ring, stays as it is.
 */
record Mix(boolean oldIssuer, boolean oldServer, boolean oldAcceptor) implements Function<Message, Optional<Message>> {
    private static final Set<Attribute<?>> OF_PATHS =
            Set.of(Attributes.PATHS, Attributes.ROUND_TRIPS, Attributes.RELAY_TICKET);

    /** {@return all eight} */
    static List<Mix> all() {
        List<Mix> all = new ArrayList<>();
        for (int bits = 0; bits < 8; bits++) {
            all.add(new Mix((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0));
        }
        return all;
    }

    /** {@return whether a ring may go through the relay: where nobody is older} */
    boolean relays() {
        return !oldIssuer && !oldServer && !oldAcceptor;
    }

    static Mix olderServer() {
        return new Mix(false, true, false);
    }

    /** {@return the message as its sender writes it, if it does} */
    @Override
    public Optional<Message> apply(Message message) {
        return switch (message.kind()) {
            // An older server does not look at what it does not know.
            case CONNECT -> Optional.of(oldIssuer || oldServer ? without(message) : message);
            case CONNECTION_BIND -> Optional.of(oldAcceptor || oldServer ? without(message) : message);
            case SECOND_REQUEST -> Optional.of(oldServer ? without(message) : message);
            case CALLING -> oldServer ? Optional.empty() : Optional.of(message);
            default -> Optional.of(message);
        };
    }

    /** {@return whether a message has what its receiver, being older, would not know} */
    boolean tooNew(Message message) {
        boolean calling = message.kind() == MessageKind.CALLING;
        return ((oldIssuer || oldServer) && (calling || namesFamily(message)))
                || (oldAcceptor && tellsOfPaths(message));
    }

    /** {@return whether it is a refusal, as the equipment is registered by the other address family} */
    static boolean namesFamily(Message message) {
        return message.kind() == MessageKind.CONNECT_REFUSED && isIn(message, Attributes.ADDRESS_FAMILY);
    }

    /** {@return whether it is a second request with more than an older acceptor knows} */
    static boolean tellsOfPaths(Message message) {
        return message.kind() == MessageKind.SECOND_REQUEST
                && OF_PATHS.stream().anyMatch(attribute -> isIn(message, attribute));
    }

    private static boolean isIn(Message message, Attribute<?> attribute) {
        return message.find(attribute).isPresent();
    }

    private static Message without(Message message) {
        Message.Builder copy = Message.of(message.kind(), message.transaction());
        Stream.concat(message.kind().required().stream(), message.kind().optional().stream())
                .filter(attribute -> !OF_PATHS.contains(attribute))
                .forEach(attribute -> put(copy, message, attribute));
        return copy.build();
    }

    private static <T> void put(Message.Builder copy, Message message, Attribute<T> attribute) {
        message.find(attribute).ifPresent(value -> copy.with(attribute, value));
    }
}
