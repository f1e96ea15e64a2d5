package org.ringback.relay.core;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import org.ringback.api.crypto.Protection;
import org.ringback.wire.Tlv;

/** Protections in a record on disk: one text field each. Stateless. */
final class Protections {
    private Protections() {}

    static Set<Protection> read(Tlv record, int tag) {
        Set<Protection> protections = EnumSet.noneOf(Protection.class);
        for (byte[] label : record.all(tag)) {
            protections.add(Protection.named(new String(label, StandardCharsets.UTF_8)));
        }
        return protections;
    }
}
