package org.ringback.crypto.certificatefirst.internal;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.api.Secret;
import org.ringback.spi.AgreementStep;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;
import org.ringback.spi.ProtectionSession.Output;
import org.ringback.wire.Attributes;
import org.ringback.wire.Door;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.MessageKind;

/**
 * The server's end of the handshake: sends its certificates; answers the device's key generation information with its
 * own, and derives the common key; checks the device's proof. Refuses anything else without an answer. Not thread-safe.
 */
final class Answerer implements Handshake {
    /** Longest first record, in bytes of ciphertext; short, as the device is not proved yet. */
    static final int MAX_FIRST_RECORD = Door.SERVER_FIRST_RECORD.maxLength() + CipherState.TAG;

    private static final byte[] NO_PAYLOAD = {};

    private final List<byte[]> chain;
    private final Secret key;
    private final SecureRandom random;
    private final Steps steps;
    private final MessageCodec codec = new MessageCodec();
    private final ClearReader reader = new ClearReader(Door.SERVER_AGREEMENT);
    private int version;
    private byte[] serverInfo = {};
    private byte[] prologue = {};
    private byte[] handshakeHash = {};
    private @Nullable KeyPieces pieces;
    private @Nullable SealedRecords records;

    Answerer(List<byte[]> chain, Secret key, SecureRandom random, Steps steps) {
        this.chain = chain;
        this.key = key;
        this.random = random;
        this.steps = steps;
    }

    @Override
    public void start(Output output) {
        // Nothing: the device sends first.
    }

    @Override
    public int whole(ByteBuffer waiting) {
        return records == null ? reader.whole(waiting) : SealedRecordReader.whole(waiting, MAX_FIRST_RECORD);
    }

    @Override
    public Optional<Agreed> receive(ByteBuffer bytes, Output output) throws ProtectionException {
        SealedRecords secured = records;
        if (secured != null) {
            return takeProof(secured, bytes);
        }
        KeyPieces asked = pieces;
        Optional<ClearReader.Received> received =
                reader.next(bytes, asked == null ? MessageKind.CERTIFICATE_REQUEST : asked.asked());
        if (received.isPresent()) {
            if (asked == null) {
                sendCertificates(received.get(), output);
            } else {
                sendInformation(asked, received.get().message(), output);
            }
        }
        return Optional.empty();
    }

    @Override
    public List<AgreementStep> steps() {
        return steps.list();
    }

    @Override
    public void wipe() {
        if (records != null) {
            records.wipe();
        }
    }

    private void sendCertificates(ClearReader.Received request, Output output) {
        pieces = KeyPieces.of(request.message().get(Attributes.ROLE));
        version = request.message().get(Attributes.PROTOCOL);
        byte[] certificate = codec.encode(
                Message.of(MessageKind.CERTIFICATE, request.message().transaction())
                        .with(Attributes.CERTIFICATES, CertificateList.join(chain))
                        .build());
        prologue = Hashes.sha256(request.bytes(), certificate);
        output.toPeer(ByteBuffer.wrap(certificate));
        steps.add("certificate sent");
    }

    private void sendInformation(KeyPieces asked, Message message, Output output) throws ProtectionException {
        // The prologue covers the version in the request, but not the one in this message.
        // [CF-6] PROTOCOL in the first or third information must be the request's, which the prologue covers.
        if (message.get(Attributes.PROTOCOL) != version) {
            throw new ProtectionException(Reason.WRONG_PROTOCOL, "protocol version: another (expected: the request's)");
        }
        steps.add(asked.questionName() + " received");
        byte[] staticKey = key.copyBytes();
        serverInfo = KeyInfo.ofX25519(Curve.publicOf(staticKey));
        // [CF-4] Every connection has fresh ephemeral keys at both ends.
        NkServer noise = new NkServer(prologue, staticKey, Curve.newPrivate(random));
        try {
            noise.read(message.get(asked.question()));
            byte[] answer = codec.encode(Message.of(asked.answered(), message.transaction())
                    .with(asked.answer(), noise.write(NO_PAYLOAD))
                    .build());
            CommonKey common = noise.split();
            steps.add(asked.keyName() + " derived");
            handshakeHash = common.hash();
            records = new SealedRecords(common.fromServer(), common.fromDialler());
            output.toPeer(ByteBuffer.wrap(answer));
            steps.add(asked.answerName() + " sent");
        } finally {
            noise.wipe();
        }
    }

    private Optional<Agreed> takeProof(SealedRecords secured, ByteBuffer bytes) throws ProtectionException {
        // [CF-15] waiting for the proof | record of at most 528 bytes: Device Proof, and the signature is the key's
        Optional<byte[]> plaintext = secured.receive(bytes, MAX_FIRST_RECORD);
        if (plaintext.isEmpty()) {
            return Optional.empty();
        }
        Message proof;
        try {
            // [CF-13] Device Proof is the first record of every connection, exactly one message: DEVICE-KEY is the …
            proof = codec.decode(ByteBuffer.wrap(plaintext.get()), Door.SERVER_FIRST_RECORD);
        } catch (MalformedMessageException e) {
            throw ClearReader.refusal(e, MessageKind.DEVICE_PROOF);
        }
        byte[] deviceInfo = DeviceProof.check(proof, handshakeHash, serverInfo);
        steps.add("device proof valid");
        return Optional.of(Agreed.of(secured, deviceInfo, DeviceProof.binding(handshakeHash, serverInfo, deviceInfo)));
    }
}
