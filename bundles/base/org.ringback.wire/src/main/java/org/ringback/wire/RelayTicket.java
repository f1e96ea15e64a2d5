package org.ringback.wire;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.ringback.api.Secret;

/**
 * What lets one end of one ring through the server's relay, once: the value of RELAY-TICKET. On the wire the ID stands
 * before the key. Immutable; two with the same bytes are equal.
 *
 * @param id names the ticket, in clear
 * @param key of the MAC by which its holder proves to have it
 */
public record RelayTicket(TicketId id, Secret key) {
    private static final int KEY_LENGTH = 32;
    static final int LENGTH = TicketId.LENGTH + KEY_LENGTH;

    /**
     * Draws one.
     *
     * @param random gives all its bits
     * @return the ticket
     */
    public static RelayTicket random(RandomGenerator random) {
        return new RelayTicket(new TicketId(random.nextLong(), random.nextLong()), Secret.random(random, KEY_LENGTH));
    }

    /**
     * Makes the request of its holder to be relayed.
     *
     * @param transaction its transaction ID
     * @return a whole Relay Bind
     */
    public byte[] bind(TransactionId transaction) {
        Message bind = Message.of(MessageKind.RELAY_BIND, transaction)
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.TICKET_ID, id)
                .build();
        return new MessageCodec().encode(bind, key);
    }

    static RelayTicket of(byte[] value) {
        return new RelayTicket(TicketId.of(value), Secret.copyOf(value, TicketId.LENGTH, KEY_LENGTH));
    }

    byte[] bytes() {
        byte[] value = Arrays.copyOf(id.bytes(), LENGTH);
        byte[] secret = key.copyBytes();
        System.arraycopy(secret, 0, value, TicketId.LENGTH, KEY_LENGTH);
        Arrays.fill(secret, (byte) 0);
        return value;
    }

    @Override
    public String toString() {
        return "ticket " + id;
    }
}
