package org.ringback.thermostat.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.ringback.api.Conversation;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingNonce;

/** A conversation in which everything that the issuer says is said at once. */
final class FakeConversation implements Conversation {
    private final InputStream input;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    FakeConversation(String said) {
        input = new ByteArrayInputStream(said.getBytes(StandardCharsets.UTF_8));
    }

    String answer() {
        return output.toString(StandardCharsets.UTF_8);
    }

    @Override
    public EquipmentId equipment() {
        return new EquipmentId("thermostat-1");
    }

    @Override
    public String service() {
        return "http";
    }

    @Override
    public KeyFingerprint peer() {
        return new KeyFingerprint("0".repeat(64));
    }

    @Override
    public RingNonce ring() {
        return new RingNonce("0".repeat(32));
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    public void awaitDelivered() {
        throw new AssertionError("what was said is the acceptor's to deliver");
    }

    @Override
    public void reset() {
        throw new AssertionError("nobody resets a conversation that goes well");
    }

    @Override
    public void close() {
        throw new AssertionError("closing is the acceptor's");
    }
}
