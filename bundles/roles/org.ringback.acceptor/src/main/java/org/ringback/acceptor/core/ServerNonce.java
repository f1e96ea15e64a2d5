package org.ringback.acceptor.core;

import java.util.Optional;
import org.ringback.kernel.EstateRow;
import org.ringback.kernel.EstateWriter;
import org.ringback.kernel.ServerAddress;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;

/** The nonce that a server gave, and the count of registrations sent with it. */
final class ServerNonce {
    /** Most challenges in a row; a server that sends more is left alone for a while. */
    private static final int MAX_CHALLENGES = 4;

    private Optional<Given> given = Optional.empty();
    private boolean doubted;
    private long sequence;
    private int challenges;

    private record Given(String realm, String nonce, ServerAddress by) {}

    void leave(EstateWriter out) {
        out.flag(given.isPresent());
        given.ifPresent(one -> {
            out.text(one.realm()).text(one.nonce());
            AcceptorEstate.write(one.by(), out);
            out.number(sequence).flag(doubted);
        });
    }

    void inherit(EstateRow in) {
        if (in.flag()) {
            given = Optional.of(new Given(in.text(), in.text(), AcceptorEstate.server(in)));
            sequence = in.number();
            doubted = in.flag();
        }
    }

    /** Takes a challenge; returns false if there were too many in a row. */
    boolean given(Message fresh, ServerAddress by) {
        challenges++;
        // [REG-16] The fifth challenge in a row: silent.
        if (challenges > MAX_CHALLENGES) {
            return false;
        }
        given = Optional.of(new Given(fresh.get(Attributes.REALM), fresh.get(Attributes.NONCE), by));
        doubted = false;
        sequence = 0;
        return true;
    }

    /** {@return whether a server gave it, however long ago} */
    boolean isOf(ServerAddress server) {
        return given.filter(one -> one.by().equals(server)).isPresent();
    }

    /** {@return whether the server will probably accept it} */
    boolean holds() {
        return !doubted;
    }

    /** Puts it into a request; {@return the request's number under it}. */
    long into(Message.Builder request) {
        sequence++;
        request.with(Attributes.REALM, given.orElseThrow().realm())
                .with(Attributes.NONCE, given.orElseThrow().nonce())
                .with(Attributes.SEQUENCE, sequence);
        return sequence;
    }

    /** Notes that a registration with the nonce was accepted. */
    void accepted() {
        challenges = 0;
    }

    /**
     * Notes that a registration with the nonce was not answered: the next request asks for a new one, but deregistering
     * may use this one.
     */
    void doubt() {
        doubted = true;
        challenges = 0;
    }

    void forget() {
        given = Optional.empty();
    }
}
