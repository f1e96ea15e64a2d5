package org.ringback.acceptor.core;

import java.util.function.Consumer;
import org.ringback.kernel.EstateReader;
import org.ringback.kernel.EstateRow;
import org.ringback.kernel.EstateWriter;
import org.ringback.kernel.ServerAddress;

/**
 * The kinds of rows that a gateway's core leaves to its successor in the same process ({@link AcceptorCore#leave}): what
 * goes on as if nothing had been exchanged, and what would be a hole if it began anew. Stateless.
 */
public final class AcceptorEstate {
    /** The version of its form. */
    public static final int FORM = 1;

    /** The driver's: the address of an open UDP socket. */
    public static final int SOCKET = 1;

    /** A datagram that came while what was under way was finished: from, to, bytes. */
    public static final int DATAGRAM = 2;

    /** The INSTANCE-ID of this process. */
    static final int INSTANCE = 3;
    /** The time that a piece of equipment knows to have passed: key, time, and when that was. */
    static final int TIME = 4;
    /** A dial of the last minute: grant, target, when. */
    static final int DIAL = 5;

    /** The others begin with ID and key of the equipment. A name of its server and one of its addresses. */
    static final int SERVER = 6;
    /** Its lease: key, until when, when it is to be renewed, alarms, whether these follow. */
    static final int LEASE = 7;
    /** Its registration. */
    static final int REGISTRATION = 8;
    /** One of its last registrations, the newest first. */
    static final int SENT = 9;
    /** The CONNECTION-IDs, the RING-NONCEs that it has seen, the oldest first. */
    static final int CONNECTION_IDS = 10;

    static final int RINGS = 11;
    /** A grant that guessed passwords: count, when the last one, the ring of that. */
    static final int WRONG = 12;
    /** Its rate limits. */
    static final int RATES = 13;

    private AcceptorEstate() {}

    static void write(ServerAddress server, EstateWriter out) {
        out.text(server.server()).address(server.address());
    }

    static ServerAddress server(EstateRow in) {
        return new ServerAddress(in.text(), in.address());
    }

    /** Begins a row of a piece of equipment. */
    static EstateWriter row(EstateWriter out, int kind, StoredEquipment of) {
        return out.row(kind).text(of.id().value()).text(of.key().toString());
    }

    /** Reads the rows of a piece of equipment; those of another one, or of other keys under its ID, are passed over. */
    static void each(EstateReader in, int kind, StoredEquipment of, Consumer<EstateRow> reader) {
        in.each(kind, row -> {
            if (row.text().equals(of.id().value()) && row.text().equals(of.key().toString())) {
                reader.accept(row);
            }
        });
    }
}
