package org.ringback.wire;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.ringback.api.Secret;

/**
 * Makes and checks MESSAGE-INTEGRITY-SHA256 (RFC 8489 §14.6), always 32 bytes. Not thread-safe, as it keeps one JDK
 * Mac; one for each event loop.
 */
public final class MessageIntegrity {
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;
    private final byte[] lengthBytes = new byte[Short.BYTES];

    /** Takes the JDK's HMAC-SHA256. */
    public MessageIntegrity() {
        try {
            mac = Mac.getInstance(ALGORITHM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    /**
     * Checks the MAC of a message.
     *
     * @param view the message, well-formed
     * @param key the key
     * @return whether a MAC of 32 bytes stands in it and matches
     */
    public boolean matches(StunView view, Secret key) {
        int offset = view.find(Attributes.MESSAGE_INTEGRITY_SHA256.type());
        if (offset < 0 || view.lengthOf(offset) != StunHeader.MAC_LENGTH) {
            return false;
        }
        byte[] computed = compute(view.buffer(), view.start(), offset, key);
        byte[] came = new byte[StunHeader.MAC_LENGTH];
        view.value(offset).get(came);
        return MessageDigest.isEqual(computed, came);
    }

    /**
     * Computes the MAC over a message up to where the attribute stands or will stand.
     *
     * @param message the buffer that holds the message
     * @param start where it begins
     * @param offset of the attribute from there
     * @param key the key
     * @return 32 bytes
     */
    byte[] compute(ByteBuffer message, int start, int offset, Secret key) {
        byte[] keyBytes = key.copyBytes();
        try {
            mac.init(new MacKey(keyBytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 refused a key of " + keyBytes.length + " bytes", e);
        } finally {
            Arrays.fill(keyBytes, (byte) 0);
        }
        // RFC 8489 §14.6: the length that goes into the MAC points to the end of this attribute. The buffer may be
        // shared, so the two bytes are fed, not written.
        int length = offset - StunHeader.LENGTH + StunHeader.MAC_ATTRIBUTE_LENGTH;
        lengthBytes[0] = (byte) (length >> Byte.SIZE);
        lengthBytes[1] = (byte) length;
        update(message, start, StunHeader.LENGTH_OFFSET);
        mac.update(lengthBytes);
        update(message, start + StunHeader.COOKIE_OFFSET, offset - StunHeader.COOKIE_OFFSET);
        return mac.doFinal();
    }

    private void update(ByteBuffer message, int from, int length) {
        if (message.hasArray()) {
            mac.update(message.array(), message.arrayOffset() + from, length);
        } else {
            mac.update(message.slice(from, length));
        }
    }

    /**
     * The key in the JDK's type, for one call. The JDK's own SecretKeySpec would copy the bytes twice more, and not
     * wipe one copy.
     */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    private record MacKey(byte[] bytes) implements SecretKey {
        @Override
        public String getAlgorithm() {
            return ALGORITHM;
        }

        @Override
        public String getFormat() {
            return "RAW";
        }

        @Override
        public byte[] getEncoded() {
            return bytes;
        }
    }
}
