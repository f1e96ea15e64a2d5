package org.ringback.shell.internal;

import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringback.api.RingNonce;
import org.ringback.api.control.CallStatus;
import org.ringback.api.net.AddressText;

/**
 * A call that {@code ring --forward} left standing, or did before it ended. Immutable.
 *
 * @param call which
 * @param at where connections to the equipment are, or were, taken
 */
record ForwardedCall(CallStatus call, InetSocketAddress at) {
    private static final int ENOUGH_OF_A_NONCE = 8;

    /** {@return the call, if it has a port} */
    static Optional<ForwardedCall> of(CallStatus call) {
        return call.port().map(at -> new ForwardedCall(call, at));
    }

    private static String until(RingNonce ring) {
        return "hang-up " + ring.hex().substring(0, ENOUGH_OF_A_NONCE);
    }

    /** {@return where the call of a ring is, and what ends it} */
    static String words(InetSocketAddress at, RingNonce ring) {
        return "forwarded at " + AddressText.print(at) + " until: " + until(ring);
    }

    /** {@return where it is, for whoever looks at its ring} */
    String words() {
        return words(at, call.ring());
    }

    /** {@return whether the other forwards the same at the same place} */
    boolean sameAs(ForwardedCall other) {
        return call.equipment().equals(other.call.equipment())
                && call.service().equals(other.call.service())
                && at.equals(other.at);
    }

    /** {@return the command that makes it anew} */
    String again() {
        return "ring " + call.equipment() + (call.service().equals("http") ? "" : " --service " + call.service())
                + " --forward " + AddressText.print(at);
    }

    static void print(List<ForwardedCall> calls, String indent, PrintStream out) {
        if (calls.isEmpty()) {
            return;
        }
        Table table = new Table("FORWARDED AT", "EQUIPMENT", "SERVICE", "SINCE", "UNTIL");
        for (ForwardedCall one : calls) {
            table.row(
                    AddressText.print(one.at),
                    one.call.equipment().value(),
                    one.call.service(),
                    Times.minute(one.call.since()),
                    until(one.call.ring()));
        }
        table.print(indent, out);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", AddressText.print(at));
        json.put("equipment", call.equipment());
        json.put("service", call.service());
        json.put("since", call.since());
        json.put("nonce", call.ring());
        return json;
    }
}
