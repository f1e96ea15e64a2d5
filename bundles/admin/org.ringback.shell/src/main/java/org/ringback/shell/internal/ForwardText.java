package org.ringback.shell.internal;

import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ringback.api.control.ForwardStatus;
import org.ringback.api.control.RingRequest;
import org.ringback.api.net.AddressText;

/** Shows forwards: to a person as a table, to a program as JSON. Stateless. */
final class ForwardText {
    private ForwardText() {}

    /** {@return where a forward listens, and what ends it} */
    static String words(InetSocketAddress at) {
        return "forwarded at " + AddressText.print(at) + " until: hang-up " + AddressText.print(at);
    }

    static String words(ForwardStatus one) {
        return one.configured()
                ? "forwarded at " + AddressText.print(one.forward().local()) + ", as configured"
                : words(one.forward().local());
    }

    static String state(ForwardStatus one) {
        return one.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static void print(List<ForwardStatus> all, String indent, PrintStream out) {
        if (all.isEmpty()) {
            return;
        }
        Table table = new Table("FORWARDED AT", "EQUIPMENT", "SERVICE", "CALL", "SINCE", "UNTIL");
        for (ForwardStatus one : all) {
            String at = AddressText.print(one.forward().local());
            RingRequest request = one.forward().request();
            table.row(
                    at,
                    request.equipment().value(),
                    request.service(),
                    state(one),
                    Times.minute(one.since()),
                    one.configured() ? "configured: forwards" : "hang-up " + at);
        }
        table.print(indent, out);
    }

    /** Prints why no call stands of those for which none does. */
    static void printWaiting(List<ForwardStatus> waiting, PrintStream out) {
        Table table = new Table("FORWARDED AT", "EQUIPMENT", "SERVICE", "CALL", "SINCE", "WHY");
        for (ForwardStatus one : waiting) {
            table.row(
                    AddressText.print(one.forward().local()),
                    one.forward().request().equipment().value(),
                    one.forward().request().service(),
                    state(one),
                    Times.minute(one.since()),
                    one.why().orElse("the first connection rings"));
        }
        table.print(out);
    }

    static Map<String, Object> json(ForwardStatus one) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", AddressText.print(one.forward().local()));
        json.put("equipment", one.forward().request().equipment());
        json.put("service", one.forward().request().service());
        json.put("call", state(one));
        json.put("since", one.since());
        json.put("configured", one.configured());
        one.ring().ifPresent(ring -> json.put("nonce", ring));
        one.why().ifPresent(why -> json.put("why", why));
        return json;
    }
}
