package org.ringback.wire;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.ringback.api.Secret;
import org.ringback.wire.MalformedMessageException.Reason;

/**
 * Turns a {@link Message} into bytes and back, by the catalogue alone. Not thread-safe (it keeps one {@link StunView}
 * and one {@link MessageIntegrity}); one for each event loop.
 */
public final class MessageCodec {
    private final StunView view = new StunView();
    private final MessageIntegrity integrity = new MessageIntegrity();

    /**
     * Writes a message that carries no MAC.
     *
     * @param message which
     * @return its bytes, with FINGERPRINT if it goes by UDP
     */
    public byte[] encode(Message message) {
        return encode(message, null);
    }

    /**
     * Writes a message, with MESSAGE-INTEGRITY-SHA256 if the catalogue asks for it.
     *
     * @param message which
     * @param key the MAC's key; null for none
     * @return its bytes, with FINGERPRINT if it goes by UDP
     * @throws IllegalArgumentException if a value is out of its limits, or a key is missing or superfluous
     */
    public byte[] encode(Message message, @Nullable Secret key) {
        return encode(message, key, !message.kind().door().stream());
    }

    /**
     * Writes a probe without FINGERPRINT, or the answer to a probe that came without one.
     *
     * @param message which
     * @return its bytes, without FINGERPRINT
     * @throws IllegalArgumentException if it is no probe and no answer to one
     */
    public byte[] encodeWithoutFingerprint(Message message) {
        if (Catalogue.requiresFingerprint(message.kind())) {
            throw new IllegalArgumentException(message.kind() + ": no FINGERPRINT (expected: one)");
        }
        return encode(message, null, false);
    }

    private byte[] encode(Message message, @Nullable Secret key, boolean fingerprint) {
        checkKey(message, key);
        MessageKind kind = message.kind();
        byte[] @Nullable [] values = new byte[kind.places().count()][];
        int length = StunHeader.LENGTH;
        for (int place = 0; place < values.length; place++) {
            Object value = message.value(place);
            if (value != null) {
                byte[] bytes = valueOf(message, kind.places().at(place), value);
                values[place] = bytes;
                length += StunHeader.ATTRIBUTE_VALUE_OFFSET + StunHeader.padded(bytes.length);
            }
        }
        int macOffset = length;
        length += key == null ? 0 : StunHeader.MAC_ATTRIBUTE_LENGTH;
        length += fingerprint ? StunHeader.FINGERPRINT_ATTRIBUTE_LENGTH : 0;
        if (length > kind.door().maxLength()) {
            throw new IllegalArgumentException(kind + ": " + length + " bytes (expected: at most "
                    + kind.door().maxLength() + ")");
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        out.putShort((short) kind.type())
                .putShort((short) (length - StunHeader.LENGTH))
                .putInt(StunHeader.MAGIC_COOKIE)
                .put(message.transaction().bytes());
        for (int place = 0; place < values.length; place++) {
            byte[] value = values[place];
            if (value != null) {
                put(out, kind.places().at(place), value);
            }
        }
        if (key != null) {
            put(out, Attributes.MESSAGE_INTEGRITY_SHA256, integrity.compute(out, 0, macOffset, key));
        }
        if (fingerprint) {
            CRC32 crc = new CRC32();
            crc.update(out.array(), 0, out.position());
            int value = (int) crc.getValue() ^ StunHeader.FINGERPRINT_XOR;
            put(
                    out,
                    Attributes.FINGERPRINT,
                    ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
        }
        return out.array();
    }

    /**
     * Reads a message and checks it against the catalogue. Does not check the MAC: only the caller knows whose key it
     * is made with; see {@link #macMatches}.
     *
     * @param bytes exactly one message between position and limit
     * @param door where it arrived
     * @return the message
     * @throws MalformedMessageException if it is refused
     */
    public Message decode(ByteBuffer bytes, Door door) throws MalformedMessageException {
        // [LIM-3] message, UDP / TCP | 1,200 / 2,048 bytes
        if (bytes.remaining() > door.maxLength()) {
            throw new MalformedMessageException(
                    Reason.TOO_LONG,
                    "message: " + bytes.remaining() + " bytes (expected: at most " + door.maxLength() + ")");
        }
        Reason reason = view.wrap(bytes);
        if (reason != null) {
            throw new MalformedMessageException(reason, "message: " + reason + " (expected: one of RFC 8489 §5)");
        }
        return decode(view, door);
    }

    /**
     * Reads a message that was already found well-formed.
     *
     * @param message the message
     * @param door where it arrived
     * @return the message
     * @throws MalformedMessageException if it is refused
     */
    public Message decode(StunView message, Door door) throws MalformedMessageException {
        MessageKind kind = Catalogue.find(door, message);
        if (kind == null) {
            throw new MalformedMessageException(
                    Reason.UNEXPECTED_TYPE,
                    "message type: 0x" + Integer.toHexString(message.type()) + " (expected: one that comes by "
                            + door.title() + ")");
        }
        boolean there = message.find(Attributes.FINGERPRINT.type()) >= 0;
        if ((there || Catalogue.requiresFingerprint(kind)) && !message.fingerprintMatches()) {
            throw new MalformedMessageException(
                    Reason.BAD_FINGERPRINT,
                    List.of(),
                    kind,
                    message.transaction(),
                    "FINGERPRINT: missing or wrong (expected: RFC 8489 §14.7)");
        }
        return new MessageReader(kind, message).read();
    }

    /**
     * Checks the MAC of a message.
     *
     * @param message the message, well-formed
     * @param key the key
     * @return whether it matches
     */
    public boolean macMatches(StunView message, Secret key) {
        return integrity.matches(message, key);
    }

    private static void checkKey(Message message, @Nullable Secret key) {
        boolean wanted =
                switch (message.kind().proof()) {
                    case MAC, TICKET -> true;
                    case MAC_WITH_NONCE -> message.find(Attributes.NONCE).isPresent();
                    case NONE, CHAIN, NOISE, SIGNATURE, SEALED, CHANNEL -> false;
                };
        if (wanted != (key != null)) {
            throw new IllegalArgumentException(message.kind() + ": " + (wanted ? "no MAC key" : "a MAC key")
                    + " (expected: as its proof asks, " + message.kind().proof().title() + ")");
        }
    }

    private static void put(ByteBuffer out, Attribute<?> attribute, byte[] value) {
        out.putShort((short) attribute.type()).putShort((short) value.length).put(value);
        out.position(StunHeader.padded(out.position()));
    }

    @SuppressWarnings("unchecked")
    private static byte[] valueOf(Message message, Attribute<?> attribute, Object value) {
        byte[] bytes;
        try {
            bytes = ((Attribute<Object>) attribute).form().writer().write(value, message.transaction());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(attribute.name() + ": " + e.getMessage(), e);
        }
        if (bytes.length < attribute.form().minLength()
                || bytes.length > attribute.form().maxLength()) {
            throw new IllegalArgumentException(
                    attribute.name() + ": " + bytes.length + " bytes (expected: " + attribute.expected() + ")");
        }
        return bytes;
    }
}
