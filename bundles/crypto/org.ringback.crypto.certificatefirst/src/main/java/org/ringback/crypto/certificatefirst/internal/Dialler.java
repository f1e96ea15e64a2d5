package org.ringback.crypto.certificatefirst.internal;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.api.Role;
import org.ringback.spi.AgreementStep;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;
import org.ringback.spi.ProtectionSession.Output;
import org.ringback.wire.Attributes;
import org.ringback.wire.Door;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.MessageKind;
import org.ringback.wire.TransactionId;

/**
 * The device's end of the handshake: asks for the certificates; only if they are valid, makes and sends its key
 * generation information; derives the common key from the server's; proves the device's own key. Not thread-safe.
 */
final class Dialler implements Handshake {
    private static final byte[] NO_PAYLOAD = {};

    private final DeviceIdentity device;
    private final Role role;
    private final KeyPieces pieces;
    private final ChainCheck check;
    private final SecureRandom random;
    private final Steps steps;
    private final MessageCodec codec = new MessageCodec();
    private final ClearReader reader = new ClearReader(Door.DEVICE_AGREEMENT);
    private TransactionId transaction;
    private byte[] request = {};
    private byte[] serverInfo = {};
    private @Nullable NkDialler noise;

    Dialler(DeviceIdentity device, Role role, ChainCheck check, SecureRandom random, Steps steps) {
        this.device = device;
        this.role = role;
        this.pieces = KeyPieces.of(role);
        this.check = check;
        this.random = random;
        this.steps = steps;
        this.transaction = TransactionId.random(random);
    }

    @Override
    public void start(Output output) {
        request = codec.encode(Message.of(MessageKind.CERTIFICATE_REQUEST, transaction)
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.ROLE, role)
                .build());
        output.toPeer(ByteBuffer.wrap(request.clone()));
        steps.add("certificate requested");
    }

    @Override
    public int whole(ByteBuffer waiting) {
        return reader.whole(waiting);
    }

    @Override
    public Optional<Agreed> receive(ByteBuffer bytes, Output output) throws ProtectionException {
        NkDialler begun = noise;
        MessageKind expected = begun == null ? MessageKind.CERTIFICATE : pieces.answered();
        Optional<ClearReader.Received> received = reader.next(bytes, expected);
        if (received.isEmpty()) {
            return Optional.empty();
        }
        Message message = received.get().message();
        // [CF-5] An answer carries the transaction ID of what it answers.
        if (!message.transaction().equals(transaction)) {
            throw new ProtectionException(
                    Reason.BROKEN, "key agreement: an answer to something else (expected: to what was sent)");
        }
        if (begun == null) {
            sendInformation(received.get(), output);
            return Optional.empty();
        }
        return Optional.of(derive(begun, message, output));
    }

    @Override
    public List<AgreementStep> steps() {
        return steps.list();
    }

    @Override
    public void wipe() {
        if (noise != null) {
            noise.wipe();
        }
    }

    private void sendInformation(ClearReader.Received certificate, Output output) throws ProtectionException {
        // [CF-1] It keeps an order that TLS 1.3 does not have: the server's certificate comes first, and only a …
        serverInfo = check.leafInfo(CertificateList.split(certificate.message().get(Attributes.CERTIFICATES)));
        steps.add("server's certificate valid");
        // [CF-2] Prologue: SHA-256 of the two messages before, Certificate Request ‖ Certificate, byte for byte …
        NkDialler begun = new NkDialler(
                Hashes.sha256(request, certificate.bytes()), KeyInfo.key(serverInfo), Curve.newPrivate(random));
        noise = begun;
        transaction = TransactionId.random(random);
        Message.Builder information = Message.of(pieces.asked(), transaction)
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(pieces.question(), begun.write(NO_PAYLOAD));
        output.toPeer(ByteBuffer.wrap(codec.encode(information.build())));
        steps.add(pieces.questionName() + " sent");
    }

    private Agreed derive(NkDialler begun, Message message, Output output) throws ProtectionException {
        steps.add(pieces.answerName() + " received");
        try {
            begun.read(message.get(pieces.answer()));
        } catch (ProtectionException e) {
            throw new ProtectionException(
                    Reason.WRONG_KEY,
                    pieces.answerName() + ": wrong (expected: made with the certificate's key for this connection)");
        }
        CommonKey key = begun.split();
        steps.add(pieces.keyName() + " derived");
        SealedRecords records = new SealedRecords(key.fromDialler(), key.fromServer());
        records.send(
                ByteBuffer.wrap(
                        codec.encode(DeviceProof.of(device, key.hash(), serverInfo, TransactionId.random(random)))),
                output);
        steps.add("device proof sent");
        return Agreed.of(records, serverInfo, DeviceProof.binding(key.hash(), serverInfo, device.publicKey()));
    }
}
