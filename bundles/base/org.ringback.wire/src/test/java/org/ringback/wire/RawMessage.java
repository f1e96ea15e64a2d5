package org.ringback.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Builds a STUN message attribute by attribute, with no check at all: what a stranger may send. */
final class RawMessage {
    private static final byte[] TRANSACTION = new byte[TransactionId.LENGTH];

    private final int type;
    private final ByteArrayOutputStream attributes = new ByteArrayOutputStream();

    RawMessage(int type) {
        this.type = type;
    }

    /** All attributes of a well-formed message but FINGERPRINT; the transaction ID is not kept. */
    static RawMessage copyOf(byte[] message) {
        StunView view = new StunView();
        view.wrap(ByteBuffer.wrap(message));
        RawMessage copy = new RawMessage(view.type());
        for (int at = view.firstAttribute(); at >= 0; at = view.nextAttribute(at)) {
            if (view.typeOf(at) != Attributes.FINGERPRINT.type()) {
                copy.with(view.typeOf(at), ValueForm.rest(view.value(at)));
            }
        }
        return copy;
    }

    RawMessage with(int attributeType, byte... value) {
        ByteBuffer attribute = ByteBuffer.allocate(StunHeader.ATTRIBUTE_VALUE_OFFSET + StunHeader.padded(value.length));
        attribute.putShort((short) attributeType).putShort((short) value.length).put(value);
        attributes.writeBytes(attribute.array());
        return this;
    }

    RawMessage with(Attribute<?> attribute, byte... value) {
        return with(attribute.type(), value);
    }

    /** A FINGERPRINT that matches, at the end. */
    byte[] fingerprinted() {
        ByteBuffer whole =
                ByteBuffer.allocate(StunHeader.LENGTH + attributes.size() + StunHeader.FINGERPRINT_ATTRIBUTE_LENGTH);
        whole.put(header(attributes.size() + StunHeader.FINGERPRINT_ATTRIBUTE_LENGTH))
                .put(attributes.toByteArray());
        CRC32 crc = new CRC32();
        crc.update(whole.array(), 0, whole.position());
        return whole.putShort((short) Attributes.FINGERPRINT.type())
                .putShort((short) Integer.BYTES)
                .putInt((int) crc.getValue() ^ StunHeader.FINGERPRINT_XOR)
                .array();
    }

    byte[] bytes() {
        return ByteBuffer.allocate(StunHeader.LENGTH + attributes.size())
                .put(header(attributes.size()))
                .put(attributes.toByteArray())
                .array();
    }

    private byte[] header(int length) {
        return ByteBuffer.allocate(StunHeader.LENGTH)
                .putShort((short) type)
                .putShort((short) length)
                .putInt(StunHeader.MAGIC_COOKIE)
                .put(TRANSACTION)
                .array();
    }
}
