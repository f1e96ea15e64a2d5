package org.ringback.acceptor.core;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.ringback.kernel.ServerAddress;
import org.ringback.kernel.Turn;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.TransactionId;

/**
 * Writes and sends Register of one piece of equipment: proved by its lease if the server gave a nonce, else for a
 * challenge. Belongs to the core's thread.
 *
 * @param notedAsUsedTwice the invitations whose second use is noted on disk
 * @param nonce of the server in use
 * @param sent remembers those that are proved, as wake-ups name them
 */
record RegistrationRequests(
        Context context,
        Supplier<StoredEquipment> self,
        Supplier<List<Long>> notedAsUsedTwice,
        LeaseKeeper lease,
        ServerNonce nonce,
        SentRegistrations sent) {
    /**
     * Padding that makes the first request longer than any challenge, in which realm and nonce have at most 127 bytes
     * each.
     */
    private static final int PADDING = 288;

    private static final int SENDS = 4;
    private static final Duration LAST_WAIT = Duration.ofSeconds(4);
    private static final Duration KNOCK_WAIT = Duration.ofSeconds(2);

    /**
     * Sends one.
     *
     * @param server to where
     * @param lifetime how long it is to hold; zero for a goodbye
     * @param reflexive where the server saw this equipment last, if it did
     * @param knock whether it belongs to a round that only asks whether the server is back
     * @param turn takes the datagram
     * @return what was sent, to be repeated until it is answered
     */
    SentRegistration send(
            ServerAddress server, Duration lifetime, Optional<InetSocketAddress> reflexive, boolean knock, Turn turn) {
        TransactionId transaction = context.transaction();
        Message.Builder request = Message.of(MessageKind.REGISTER, transaction)
                .with(Attributes.USERNAME, self.get().id())
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.LIFETIME, Math.toIntExact(lifetime.toSeconds()));
        Optional<LeaseKeys> keys =
                lease.keys().filter(any -> nonce.isOf(server) && (nonce.holds() || lifetime.isZero()));
        long sequence = keys.isPresent() ? nonce.into(request) : 0;
        byte[] bytes;
        if (keys.isPresent()) {
            reflexive.ifPresent(address -> request.with(Attributes.REFLEXIVE_ADDRESS, address));
            List<Long> noted = notedAsUsedTwice.get();
            if (!noted.isEmpty()) {
                request.with(Attributes.USED_TWICE, noted);
            }
            bytes = context.codec().encode(request.build(), keys.get().mac(MacUse.REGISTER));
        } else {
            // [REG-1] Register without NONCE (padded to at least 124 bytes, as a challenge has at most 124: a realm …
            bytes = context.codec()
                    .encode(request.with(Attributes.PADDING, new byte[PADDING]).build());
        }
        AcceptorAction.ToServer datagram = new AcceptorAction.ToServer(bytes, server.address());
        // [REG-13] 18 to 23 s after the last try began (74 to 92 % of REFRESH-TIME, if that is less), if that is …
        Retransmission again = keys.isEmpty() && knock
                ? new Retransmission(datagram, 1, KNOCK_WAIT)
                : new Retransmission(datagram, SENDS, LAST_WAIT);
        SentRegistration registration = new SentRegistration(transaction, server, keys, sequence, again);
        if (keys.isPresent()) {
            sent.add(registration);
        }
        again.send(turn);
        return registration;
    }
}
