package org.ringback.processes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.ringback.kit.Checked;

/**
 * An enrolment or grant string taken apart as docs/protocol.md, "Strings", describes it, so that a test can send a party
 * another way, or play a thief who puts two strings together. Immutable.
 */
final class CarriedText {
    static final int SERVER = 1;
    static final int GRANT_ID = 20;
    static final int GRANT_SECRET = 21;

    private static final int HEADER = Byte.BYTES + Short.BYTES;
    private static final int CHECKSUM = 8;

    private final String prefix;
    private final byte version;
    private final List<Field> fields;

    private record Field(int tag, byte[] value) {}

    private CarriedText(String prefix, byte version, List<Field> fields) {
        this.prefix = prefix;
        this.version = version;
        this.fields = List.copyOf(fields);
    }

    static CarriedText parse(String text) {
        String bare = text.strip();
        int begin = bare.indexOf('-', bare.indexOf('-') + 1) + 1;
        byte[] bytes = Base64.getUrlDecoder().decode(bare.substring(begin));
        ByteBuffer in = ByteBuffer.wrap(bytes, HEADER, bytes.length - HEADER - CHECKSUM);
        List<Field> fields = new ArrayList<>();
        while (in.hasRemaining()) {
            int tag = Short.toUnsignedInt(in.getShort());
            byte[] value = new byte[Short.toUnsignedInt(in.getShort())];
            in.get(value);
            fields.add(new Field(tag, value));
        }
        return new CarriedText(bare.substring(0, begin), bytes[0], fields);
    }

    /** {@return the server addresses, {@code host:port}} */
    List<String> servers() {
        return fields.stream()
                .filter(field -> field.tag == SERVER)
                .map(field -> new String(field.value, StandardCharsets.US_ASCII))
                .toList();
    }

    byte[] value(int tag) {
        return fields.stream()
                .filter(field -> field.tag == tag)
                .findFirst()
                .orElseThrow()
                .value
                .clone();
    }

    /** {@return the same with these values for this tag} */
    CarriedText with(int tag, byte[]... values) {
        List<Field> changed = new ArrayList<>();
        boolean done = false;
        for (Field field : fields) {
            if (field.tag != tag) {
                changed.add(field);
            } else if (!done) {
                for (byte[] value : values) {
                    changed.add(new Field(tag, value.clone()));
                }
                done = true;
            }
        }
        return new CarriedText(prefix, version, changed);
    }

    CarriedText withServer(String... addresses) {
        return with(
                SERVER,
                Stream.of(addresses)
                        .map(address -> address.getBytes(StandardCharsets.US_ASCII))
                        .toArray(byte[][]::new));
    }

    /** {@return as it is pasted, with a checksum that fits} */
    String text() {
        int length = HEADER + CHECKSUM;
        for (Field field : fields) {
            length += 2 * Short.BYTES + field.value.length;
        }
        ByteBuffer bytes = ByteBuffer.allocate(length).put(version).putShort((short) length);
        for (Field field : fields) {
            bytes.putShort((short) field.tag)
                    .putShort((short) field.value.length)
                    .put(field.value);
        }
        MessageDigest digest = sha256();
        digest.update(prefix.getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes.array(), 0, length - CHECKSUM);
        bytes.put(Arrays.copyOf(digest.digest(), CHECKSUM));
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    private static MessageDigest sha256() {
        return Checked.get(() -> MessageDigest.getInstance("SHA-256"));
    }
}
