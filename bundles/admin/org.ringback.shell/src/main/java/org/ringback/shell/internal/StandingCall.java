package org.ringback.shell.internal;

import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringback.api.RingStory;
import org.ringback.api.control.Ring;
import org.ringback.api.net.AddressText;

/**
 * A call-back with a forwarded port that {@code ring --forward} left standing. Immutable.
 *
 * @param story the story of its ring
 * @param service the service that was rung for
 * @param at the local address that forwards connections to the equipment
 * @param ring the ring, by which to end it
 */
record StandingCall(RingStory story, String service, InetSocketAddress at, Ring ring) {
    private static final int ENOUGH_OF_A_NONCE = 8;

    /** {@return what ends the call, in words} */
    String until() {
        return "hang-up " + story.nonce().hex().substring(0, ENOUGH_OF_A_NONCE);
    }

    /** {@return the call in words, for the list of rings} */
    String words() {
        return "forwarded at " + AddressText.print(at) + " until: " + until();
    }

    static void print(List<StandingCall> calls, String indent, PrintStream out) {
        if (calls.isEmpty()) {
            return;
        }
        Table table = new Table("FORWARDED AT", "EQUIPMENT", "SERVICE", "SINCE", "UNTIL");
        for (StandingCall call : calls) {
            table.row(
                    AddressText.print(call.at),
                    call.story.equipment().value(),
                    call.service,
                    Times.minute(call.story.began()),
                    call.until());
        }
        table.print(indent, out);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", AddressText.print(at));
        json.put("equipment", story.equipment());
        json.put("service", service);
        json.put("since", story.began());
        json.put("nonce", story.nonce());
        return json;
    }
}
