package org.ringback.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.ringback.kit.Checked;

/** The latest events of a history, for a person; made into words only when somebody reads them. */
final class Trace {
    private static final int KEPT = Integer.getInteger("simulator.trace", 60);
    private static final double NANOS_PER_SECOND = 1e9;

    private final Deque<Line> lines = new ArrayDeque<>(KEPT);
    private Optional<MessageDigest> digest = Optional.empty();

    private record Line(long nanos, String who, String what, Object detail) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%12.6f s  %-8s %-22s %s", nanos / NANOS_PER_SECOND, who, what, detail);
        }
    }

    void add(long nanos, String who, String what, Object detail) {
        Line line = new Line(nanos, who, what, detail);
        if (lines.size() == KEPT) {
            lines.remove();
        }
        lines.add(line);
        digest.ifPresent(hash -> hash.update(line.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** From now on every line goes into a digest. */
    void summed() {
        digest = Optional.of(Checked.get(() -> MessageDigest.getInstance("SHA-256")));
    }

    String sum() {
        return HexFormat.of().formatHex(digest.orElseThrow().digest());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
