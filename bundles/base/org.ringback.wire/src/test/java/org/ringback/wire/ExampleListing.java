package org.ringback.wire;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;

/** Renders the example of each kind as annotated hex: one attribute after the other, 16 bytes of its value a line. */
final class ExampleListing {
    private static final int BYTES_IN_A_LINE = 16;
    private static final int BYTES_IN_A_GROUP = 4;

    private ExampleListing() {}

    static String examples() {
        StringBuilder out =
                new StringBuilder("One message of each kind, from fixed values. Random and secret bytes count"
                        + " upwards; the key of every MESSAGE-INTEGRITY-SHA256 here\nis `"
                        + HexFormat.of().formatHex(Examples.key().copyBytes())
                        + "`.\nWhat SEALED and BOX hold is not opened here: see \"Keys and labels\".\n");
        for (MessageKind kind : MessageKind.values()) {
            out.append("\n### ").append(kind.title()).append("\n\n```text\n");
            example(out, kind);
            out.append("```\n");
        }
        return out.toString();
    }

    private static void example(StringBuilder out, MessageKind kind) {
        Map<Integer, String> notes = Values.of(Examples.message(kind)).entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().type(), entry -> note(entry.getValue())));
        StunView view = new StunView();
        byte[] bytes = Examples.bytes(kind);
        view.wrap(ByteBuffer.wrap(bytes));
        line(
                out,
                hex(bytes, 0, 2) + " " + hex(bytes, StunHeader.LENGTH_OFFSET, 2),
                groups(bytes, StunHeader.COOKIE_OFFSET, StunHeader.LENGTH),
                MessageClass.of(kind.type()).name().toLowerCase(Locale.ROOT) + ", " + (bytes.length - StunHeader.LENGTH)
                        + " bytes follow; magic cookie, transaction ID");
        for (int at = view.firstAttribute(); at >= 0; at = view.nextAttribute(at)) {
            attribute(out, bytes, view, at, notes.getOrDefault(view.typeOf(at), ""));
        }
    }

    private static void attribute(StringBuilder out, byte[] bytes, StunView view, int at, String note) {
        int length = view.lengthOf(at);
        int padding = StunHeader.padded(length) - length;
        String name = Attributes.of(view.typeOf(at)).name();
        String comment =
                name + (note.isEmpty() ? "" : " " + note) + (padding == 0 ? "" : ", " + padding + " of padding");
        int value = at + StunHeader.ATTRIBUTE_VALUE_OFFSET;
        int end = value + length + padding;
        line(
                out,
                hex(bytes, at, 2) + " " + hex(bytes, at + StunHeader.ATTRIBUTE_LENGTH_OFFSET, 2),
                groups(bytes, value, Math.min(value + BYTES_IN_A_LINE, end)),
                comment);
        for (int next = value + BYTES_IN_A_LINE; next < end; next += BYTES_IN_A_LINE) {
            line(out, "", groups(bytes, next, Math.min(next + BYTES_IN_A_LINE, end)), "");
        }
    }

    private static void line(StringBuilder out, String head, String value, String comment) {
        out.append(String.format(Locale.ROOT, "%-10s %-36s %s", head, value, comment)
                        .stripTrailing())
                .append('\n');
    }

    private static String note(Object value) {
        if (value instanceof InetSocketAddress address) {
            String host = address.getAddress().getHostAddress();
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
        } else if (value instanceof Role role) {
            return role.name().toLowerCase(Locale.ROOT);
        } else if (value instanceof RingSystem system) {
            return system.label();
        } else if (value instanceof Outcome outcome) {
            return outcome.label();
        } else if (value instanceof DialBackOutcome outcome) {
            return outcome.label();
        } else if (value instanceof RoundTrips times) {
            return times.words();
        } else if (value instanceof List<?> list) {
            return list.size() == 1 ? "" : list.size() + " values";
        } else if (value instanceof Long number) {
            return number > Integer.MAX_VALUE / 2 && number < Integer.MAX_VALUE
                    ? Instant.ofEpochSecond(number).toString()
                    : "";
        } else if (value instanceof EquipmentId || value instanceof String) {
            return "\"" + value + "\"";
        } else if (value instanceof Integer number && number < 1_000_000) {
            return number.toString();
        }
        return "";
    }

    private static String groups(byte[] bytes, int from, int to) {
        StringBuilder groups = new StringBuilder();
        for (int at = from; at < to; at += BYTES_IN_A_GROUP) {
            groups.append(groups.isEmpty() ? "" : " ").append(hex(bytes, at, BYTES_IN_A_GROUP));
        }
        return groups.toString();
    }

    private static String hex(byte[] bytes, int from, int length) {
        return HexFormat.of().formatHex(bytes, from, from + length);
    }
}
