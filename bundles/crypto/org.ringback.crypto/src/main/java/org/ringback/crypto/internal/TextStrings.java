package org.ringback.crypto.internal;

import java.util.NoSuchElementException;
import java.util.function.Function;
import org.ringback.spi.Grant;
import org.ringback.spi.Strings;
import org.ringback.spi.Ticket;
import org.ringback.wire.Tlv;

/** {@link Strings} as one line of text; times are kept to the millisecond. Stateless, thread-safe. */
public final class TextStrings implements Strings {
    @Override
    public String print(Ticket ticket) {
        return CarriedString.ENROLMENT.print(
                TicketCodec.write(ticket, new Tlv.Writer()).toBytes());
    }

    @Override
    public String print(Grant grant) {
        return CarriedString.GRANT.print(
                GrantCodec.write(grant, new Tlv.Writer()).toBytes());
    }

    @Override
    public Ticket ticket(String text) {
        return read(CarriedString.ENROLMENT, text, TicketCodec::read);
    }

    @Override
    public Grant grant(String text) {
        return read(CarriedString.GRANT, text, GrantCodec::read);
    }

    private static <T> T read(CarriedString kind, String text, Function<Tlv, T> codec) {
        try {
            return codec.apply(Tlv.read(kind.read(text)));
        } catch (NoSuchElementException e) {
            throw new IllegalArgumentException(e.getMessage() + " (expected: a string that Ringback printed)", e);
        }
    }
}
