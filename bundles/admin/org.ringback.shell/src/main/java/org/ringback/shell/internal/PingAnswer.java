package org.ringback.shell.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.ringback.api.control.CallStatus;
import org.ringback.api.control.Presence;
import org.ringback.api.net.AddressText;

/**
 * What came of one ping. Immutable.
 *
 * @param there whether the equipment is there
 * @param text for people
 * @param json for programs
 */
record PingAnswer(boolean there, String text, Map<String, Object> json) {
    /** The other end of a call answered. */
    static PingAnswer over(CallStatus call, Duration after) {
        Map<String, Object> json = new LinkedHashMap<>();
        String over = call.path()
                .map(path -> {
                    json.put("address", AddressText.print(path.remote()));
                    json.put("protection", path.protection());
                    json.put("keyAgreement", path.keyAgreement());
                    return " " + AddressText.print(path.remote()) + ", " + path.protection() + ", "
                            + path.keyAgreement();
                })
                .orElse("");
        String text = "call" + over + " " + Numbers.millis(after) + "; " + call.equipment() + " answers";
        return new PingAnswer(true, text, rest(json, Optional.of(after), Optional.of(true), text));
    }

    /** A server told, or did not. */
    static PingAnswer of(Presence presence) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (!presence.server().isEmpty()) {
            json.put("address", presence.server());
        }
        presence.heard().ifPresent(heard -> json.put("heardSeconds", heard.toSeconds()));
        boolean there = presence.state() == Presence.State.ONLINE;
        String words = presence.heard()
                .map(Times::span)
                .map(span -> there
                        ? presence.words() + ", heard " + span + " ago"
                        : presence.equipment() + " was heard last " + span + " ago; " + presence.words())
                .orElse(presence.words());
        String text = server(presence) + words;
        return new PingAnswer(there, text, rest(json, presence.roundTrip(), online(presence), text));
    }

    /** {@return whether it is there; empty where nobody told} */
    static Optional<Boolean> online(Presence presence) {
        return switch (presence.state()) {
            case ONLINE -> Optional.of(true);
            case OFFLINE -> Optional.of(false);
            case UNKNOWN -> Optional.empty();
        };
    }

    private static String server(Presence presence) {
        return presence.server().isEmpty()
                ? ""
                : "server " + presence.server()
                        + presence.roundTrip()
                                .map(time -> " " + Numbers.millis(time) + "; ")
                                .orElse(": ");
    }

    private static Map<String, Object> rest(
            Map<String, Object> json, Optional<Duration> after, Optional<Boolean> online, String text) {
        after.ifPresent(time -> json.put("millis", Numbers.tenths(time)));
        json.put("online", online);
        json.put("words", text);
        return json;
    }
}
