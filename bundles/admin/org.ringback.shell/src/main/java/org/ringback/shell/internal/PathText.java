package org.ringback.shell.internal;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import org.ringback.api.control.RegisteredDevice;
import org.ringback.api.control.SeenPaths;
import org.ringback.api.net.AddressText;

/** Words for what a server saw of the paths to a device; what it did not see is {@code -}. Stateless. */
final class PathText {
    private static final String UNKNOWN = "-";

    private PathText() {}

    /** {@return by which way the latest ring that was answered went} */
    static String path(Optional<RegisteredDevice> row) {
        return row.flatMap(known -> known.paths().answered())
                .map(SeenPaths.Way::label)
                .orElse(UNKNOWN);
    }

    /**
     * Tells of an issuer whether its address is translated, of equipment whether its gateway punches, and where that comes
     * from if not from the address by which the equipment is registered.
     *
     * @param row the device
     * @return in words
     */
    static String nat(Optional<RegisteredDevice> row) {
        return row.flatMap(known -> issuers(known).or(() -> equipments(known))).orElse(UNKNOWN);
    }

    private static Optional<String> issuers(RegisteredDevice row) {
        return row.paths().translated().map(yes -> yes ? "translated" : "none");
    }

    private static Optional<String> equipments(RegisteredDevice row) {
        return row.paths().punches().map(yes -> (yes ? "punches" : "no punch") + elsewhere(row));
    }

    private static String elsewhere(RegisteredDevice row) {
        InetAddress registered = row.address().getAddress();
        return row.paths()
                .bound()
                .filter(bound -> !bound.getAddress().equals(registered))
                .map(bound -> ", TCP from " + AddressText.print(bound))
                .orElse("");
    }

    /** Adds what is known. */
    static void json(SeenPaths paths, Map<String, Object> json) {
        paths.answered().ifPresent(way -> json.put("answeredBy", way.label()));
        paths.punches().ifPresent(punches -> json.put("punches", punches));
        paths.bound().ifPresent(bound -> json.put("boundFrom", AddressText.print(bound)));
        paths.translated().ifPresent(translated -> json.put("translated", translated));
    }
}
