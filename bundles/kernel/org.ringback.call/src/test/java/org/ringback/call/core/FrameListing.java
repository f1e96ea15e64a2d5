package org.ringback.call.core;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.ringback.kernel.CutReason;
import org.ringback.spi.RingCrypto;

/** What docs/protocol.md says of the frames and codes, made from the code: tables and one example of each frame. */
final class FrameListing {
    private static final int HEX_WIDTH = 42;
    private static final int GROUP = 4;
    private static final int ROW = 16;

    /** One frame, field by field. */
    record Example(FrameType type, ByteBuffer bytes, List<Field> fields) {}

    private record Field(int length, String meaning) {}

    private FrameListing() {}

    static String render() {
        return frames() + "\n" + codes() + "\n" + reasons() + "\n" + listing();
    }

    static List<Example> examples() {
        List<Example> examples = new ArrayList<>();
        ByteBuffer open = ByteBuffer.allocate(FrameLayout.LONGEST);
        FrameEncoder.open(
                open, 1, counting(0x10, FrameLayout.ID_LENGTH), counting(0x40, FrameLayout.SECRET_LENGTH), 262_144);
        examples.add(example(
                FrameType.OPEN,
                open,
                conversation("1: the first that the issuer opens"),
                new Field(FrameLayout.ID_LENGTH, "conversation ID"),
                new Field(FrameLayout.SECRET_LENGTH, "resume secret"),
                new Field(Long.BYTES, "limit 262144: how far the peer may send")));
        ByteBuffer data = ByteBuffer.allocate(FrameLayout.LONGEST);
        byte[] text = "GET / HTTP/1.1\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        FrameEncoder.dataHead(data, 1, 4096, text.length);
        data.put(text);
        examples.add(example(
                FrameType.DATA,
                data,
                conversation("1"),
                new Field(Long.BYTES, "offset 4096"),
                new Field(Short.BYTES, "length 16"),
                new Field(text.length, "\"GET / HTTP/1.1\", CR, LF")));
        ByteBuffer ack = ByteBuffer.allocate(FrameLayout.LONGEST);
        FrameEncoder.ack(ack, 1, 4112, 266_256);
        examples.add(example(
                FrameType.ACK,
                ack,
                conversation("1"),
                new Field(Long.BYTES, "received 4112: so many bytes were delivered"),
                new Field(Long.BYTES, "limit 266256")));
        ByteBuffer fin = ByteBuffer.allocate(FrameLayout.LONGEST);
        FrameEncoder.fin(fin, 1, 4112);
        examples.add(example(
                FrameType.FIN,
                fin,
                conversation("1"),
                new Field(Long.BYTES, "final offset 4112; acknowledged by ACK with received 4113")));
        ByteBuffer reset = ByteBuffer.allocate(FrameLayout.LONGEST);
        FrameEncoder.reset(reset, 2, ResetCode.UNREACHABLE.code());
        examples.add(example(
                FrameType.RESET,
                reset,
                conversation("2: the first that the acceptor opens"),
                new Field(Short.BYTES, "code: " + ResetCode.UNREACHABLE.words())));
        ByteBuffer ping = ByteBuffer.allocate(FrameLayout.LONGEST);
        FrameEncoder.ping(ping, 0x0123456789ABCDEFL);
        examples.add(
                example(FrameType.PING, ping, conversation("0: the call-back"), new Field(Long.BYTES, "any value")));
        ByteBuffer pong = ByteBuffer.allocate(FrameLayout.LONGEST);
        FrameEncoder.pong(pong, 0x0123456789ABCDEFL);
        examples.add(example(
                FrameType.PONG, pong, conversation("0: the call-back"), new Field(Long.BYTES, "the PING's value")));
        examples.addAll(ofSessions());
        return examples;
    }

    private static List<Example> ofSessions() {
        Field callBack = conversation("0: the call-back");
        Field epoch = new Field(Long.BYTES, "epoch 1: the second session of the call");
        Field id = new Field(RingCrypto.CALL_ID_LENGTH, "call ID");
        Field proof = new Field(RingCrypto.PROOF_LENGTH, "proof");
        ByteBuffer call = ByteBuffer.allocate(FrameLayout.LONGEST);
        FrameEncoder.call(call, 1, counting(0x10, RingCrypto.CALL_HALF_LENGTH));
        ByteBuffer ask = ByteBuffer.allocate(FrameLayout.LONGEST);
        FrameEncoder.ask(ask);
        List<Example> examples = new ArrayList<>();
        examples.add(example(
                FrameType.CALL,
                call,
                callBack,
                new Field(Short.BYTES, "length 49"),
                new Field(1, "version 1"),
                new Field(RingCrypto.CALL_ID_LENGTH, "half of the call ID"),
                new Field(RingCrypto.CALL_HALF_LENGTH - RingCrypto.CALL_ID_LENGTH, "half of the secret")));
        examples.add(example(FrameType.ASK, ask, callBack, new Field(Short.BYTES, "length 0")));
        ByteBuffer why = ByteBuffer.allocate(FrameLayout.LONGEST);
        FrameEncoder.why(why, CutReason.SUSPENDED.number());
        examples.add(example(
                FrameType.WHY,
                why,
                callBack,
                new Field(Short.BYTES, "length 2"),
                new Field(Short.BYTES, "code: " + CutReason.SUSPENDED.words())));
        for (FrameType type : List.of(FrameType.SWITCH, FrameType.SWITCHED)) {
            ByteBuffer last = ByteBuffer.allocate(FrameLayout.LONGEST);
            FrameEncoder.session(last, type, 1);
            examples.add(example(type, last, callBack, epoch));
        }
        for (FrameType type : List.of(FrameType.ATTACH, FrameType.ATTACHED)) {
            ByteBuffer first = ByteBuffer.allocate(FrameLayout.LONGEST);
            FrameEncoder.proof(
                    first, type, counting(0x60, RingCrypto.CALL_ID_LENGTH), 1, counting(0x80, RingCrypto.PROOF_LENGTH));
            examples.add(example(type, first, callBack, id, epoch, proof));
        }
        return examples;
    }

    private static String frames() {
        StringBuilder table =
                new StringBuilder("| type | frame | after type and conversation | length |\n|---|---|---|---|\n");
        for (FrameType type : FrameType.values()) {
            String length = type.reserved()
                    ? "–"
                    : type == FrameType.DATA
                            ? FrameLayout.DATA_BYTES + " + 1 to "
                                    + String.format(Locale.ROOT, "%,d", FrameLayout.DATA_MAX)
                            : String.valueOf(type.length());
            table.append(String.format(
                    Locale.ROOT, "| 0x%02X | %s | %s | %s |%n", type.number(), type, content(type), length));
        }
        return table.append(String.format(
                        Locale.ROOT,
                        "| 0x%02X–0xFF | optional | length u16, so many bytes: ignored if unknown | %d + 0 to 65,535 |%n",
                        FrameLayout.FIRST_OPTIONAL,
                        FrameLayout.OPTIONAL_BYTES))
                .toString();
    }

    private static String content(FrameType type) {
        return switch (type) {
            case OPEN -> "conversation ID 16 bytes, resume secret 32 bytes, limit u64";
            case DATA -> "offset u64, length u16, so many bytes";
            case ACK -> "received u64, limit u64";
            case FIN -> "final offset u64";
            case RESET -> "code u16";
            case PING, PONG -> "value u64; conversation 0";
            case SWITCH, SWITCHED -> "epoch u64; conversation 0";
            case ATTACH, ATTACHED -> "call ID 16 bytes, epoch u64, proof 32 bytes; conversation 0";
            case CALL ->
                "optional: length u16 (49 or more), version u8, half of the ID 16 bytes, half of the secret 32 bytes;"
                        + " conversation 0";
            case ASK -> "optional: length u16 (0); conversation 0";
            case WHY -> "optional: length u16 (2 or more), code u16; conversation 0";
            case GONE -> "reserved; refused by name in this version";
        };
    }

    private static String codes() {
        StringBuilder table = new StringBuilder("| code | in words | of |\n|---|---|---|\n");
        for (ResetCode code : ResetCode.values()) {
            String number =
                    code == ResetCode.UNKNOWN_FRAME ? "0x02*tt*" : String.format(Locale.ROOT, "0x%04X", code.code());
            String words = code == ResetCode.UNKNOWN_FRAME ? code.words() + "; *tt* is its type" : code.words();
            String of = code.code() < ResetCode.CLOSED.code() ? "a conversation" : "the call-back";
            table.append("| " + number + " | " + words + " | " + of + " |\n");
        }
        return table.toString();
    }

    private static String reasons() {
        StringBuilder table = new StringBuilder("| code of WHY | in words |\n|---|---|\n");
        for (CutReason reason : CutReason.values()) {
            table.append("| " + reason.number() + " | " + reason.words() + " |\n");
        }
        return table.toString();
    }

    private static String listing() {
        StringBuilder text = new StringBuilder();
        for (Example example : examples()) {
            text.append("**").append(example.type()).append("**\n\n```text\n");
            ByteBuffer rest = example.bytes().duplicate();
            for (Field field : example.fields()) {
                append(text, rest, field);
            }
            text.append("```\n\n");
        }
        return text.deleteCharAt(text.length() - 1).toString();
    }

    private static void append(StringBuilder text, ByteBuffer rest, Field field) {
        String meaning = field.meaning();
        for (int left = field.length(); left > 0; left -= ROW) {
            byte[] row = new byte[Math.min(left, ROW)];
            rest.get(row);
            String hex = HexFormat.of().formatHex(row).replaceAll("(.{" + 2 * GROUP + "})(?=.)", "$1 ");
            text.append((hex + " ".repeat(HEX_WIDTH - hex.length()) + meaning).stripTrailing())
                    .append('\n');
            meaning = "";
        }
    }

    private static Example example(FrameType type, ByteBuffer frame, Field... fields) {
        List<Field> all = new ArrayList<>();
        all.add(new Field(1, type.name()));
        all.addAll(List.of(fields));
        return new Example(type, frame.flip(), all);
    }

    private static Field conversation(String meaning) {
        return new Field(Integer.BYTES, "conversation " + meaning);
    }

    private static byte[] counting(int first, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (first + i);
        }
        return bytes;
    }
}
