package org.ringback.crypto.certificatefirst.internal;

import org.ringback.api.Role;
import org.ringback.wire.Attribute;
import org.ringback.wire.Attributes;
import org.ringback.wire.MessageKind;

/**
 * The two pieces of common key generation information as a role's connection names them. Immutable.
 *
 * @param asked the message in which the device sends its piece
 * @param question the attribute there
 * @param answered the message in which the server sends its piece
 * @param answer the attribute there
 * @param questionName the device's piece in words
 * @param answerName the server's piece in words
 * @param keyName the key that is made of both, in words
 */
record KeyPieces(
        MessageKind asked,
        Attribute<byte[]> question,
        MessageKind answered,
        Attribute<byte[]> answer,
        String questionName,
        String answerName,
        String keyName) {
    private static final KeyPieces ISSUER = new KeyPieces(
            MessageKind.FIRST_INFORMATION,
            Attributes.FIRST_KEY_GENERATION_INFORMATION,
            MessageKind.SECOND_INFORMATION,
            Attributes.SECOND_KEY_GENERATION_INFORMATION,
            "first key generation information",
            "second key generation information",
            "first common key");
    private static final KeyPieces ACCEPTOR = new KeyPieces(
            MessageKind.THIRD_INFORMATION,
            Attributes.THIRD_KEY_GENERATION_INFORMATION,
            MessageKind.FOURTH_INFORMATION,
            Attributes.FOURTH_KEY_GENERATION_INFORMATION,
            "third key generation information",
            "fourth key generation information",
            "second common key");

    static KeyPieces of(Role role) {
        return switch (role) {
            case ISSUER -> ISSUER;
            case ACCEPTOR -> ACCEPTOR;
        };
    }
}
