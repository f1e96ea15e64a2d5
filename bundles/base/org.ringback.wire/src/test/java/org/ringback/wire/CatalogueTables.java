package org.ringback.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Renders the catalogue as the Markdown tables of docs/protocol.md. */
final class CatalogueTables {
    private CatalogueTables() {}

    static String messages() {
        StringBuilder out =
                new StringBuilder("| message | what it says | arrives | type | must carry | may carry | proved by |\n");
        out.append("|---|---|---|---|---|---|---|\n");
        SourceComments says = new SourceComments(MessageKind.class);
        for (MessageKind kind : MessageKind.values()) {
            row(
                    out,
                    "**" + kind.title() + "**",
                    says.of(kind.name()),
                    kind.door().title(),
                    type(kind),
                    names(kind, kind.required()),
                    names(kind, kind.optional()),
                    kind.proof().title());
        }
        out.append(
                "\nAn attribute in bold tells a message from others of the same type. By UDP, FINGERPRINT stands last in every"
                        + " message (in a Probe only if its sender\nlikes, in its answer only if the Probe had one) [WIRE-1];"
                        + " MESSAGE-INTEGRITY-SHA256, where it is the proof, stands before it, and nothing else\nbehind that. [WIRE-2]\n\n");
        out.append("| door | longest message |\n|---|---|\n");
        for (Door door : Door.values()) {
            row(out, door.title(), String.format(Locale.ROOT, "%,d bytes", door.maxLength()));
        }
        return out.toString();
    }

    static String attributes() {
        StringBuilder out =
                new StringBuilder("| type | attribute | what it says | value | if not understood | source |\n");
        out.append("|---|---|---|---|---|---|\n");
        SourceComments says = new SourceComments(Attributes.class);
        for (Attribute<?> attribute : Attributes.all()) {
            row(
                    out,
                    hex(attribute.type()),
                    attribute.name(),
                    says.of("public static final Attribute<.*> "
                            + attribute.name().replace('-', '_')),
                    attribute.expected(),
                    attribute.type() < Attribute.FIRST_OPTIONAL_TYPE ? "refused" : "ignored",
                    attribute.source());
        }
        return out.toString();
    }

    static String errors() {
        StringBuilder out = new StringBuilder("| code | name | what it says here | source of the code |\n");
        out.append("|---|---|---|---|\n");
        for (ErrorCode error : ErrorCodes.all()) {
            row(out, String.valueOf(error.code()), error.name(), error.meaning(), error.source());
        }
        return out.toString();
    }

    static String hex(int type) {
        return String.format(Locale.ROOT, "0x%04X", type);
    }

    private static String type(MessageKind kind) {
        return hex(kind.type()) + " " + MessageClass.of(kind.type()).name().toLowerCase(Locale.ROOT);
    }

    private static String names(MessageKind kind, List<Attribute<?>> attributes) {
        String names = attributes.stream()
                .map(attribute -> kind.marker().filter(attribute::equals).isPresent()
                        ? "**" + attribute.name() + "**"
                        : attribute.name())
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "–" : names;
    }

    private static void row(StringBuilder out, String... cells) {
        out.append(Arrays.stream(cells).collect(Collectors.joining(" | ", "| ", " |\n")));
    }
}
