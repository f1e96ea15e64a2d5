package org.ringback.crypto.certificatefirst.internal;

import org.ringback.api.Role;
import org.ringback.wire.Attribute;
import org.ringback.wire.Attributes;
import org.ringback.wire.MessageKind;

/**
 * The names of the two key generation information messages in the connection of one role: first and second for an
 * issuer, third and fourth for an acceptor. Immutable.
 *
 * @param asked the message with the device's key generation information
 * @param question the attribute in that message
 * @param answered the message with the server's key generation information
 * @param answer the attribute in that message
 * @param questionName the device's message in words, for stories
 * @param answerName the server's message in words, for stories
 * @param keyName the common key in words, for stories
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
