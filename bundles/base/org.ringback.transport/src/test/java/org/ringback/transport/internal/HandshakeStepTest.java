package org.ringback.transport.internal;

import static org.junit.Assert.assertEquals;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.junit.Test;
import org.ringback.spi.ProtectionSession;
import org.ringback.spi.ProtectionSession.Output;

public class HandshakeStepTest {
    /** A session's thread has one buffer for all its sessions. */
    private final ByteBuffer shared = ByteBuffer.allocate(100);

    @Test
    public void whatAStepMadeStaysWhenItsThreadUsesTheBufferForAnother() {
        HandshakeStep one = new HandshakeStep(saying("one"), null);
        HandshakeStep other = new HandshakeStep(saying("other"), null);
        one.run();
        other.run();
        assertEquals(List.of("one to the peer"), texts(one.forPeer()));
        assertEquals(List.of("one to the application"), texts(one.forApplication()));
        assertEquals(List.of("other to the peer"), texts(other.forPeer()));
        assertEquals(List.of("other to the application"), texts(other.forApplication()));
    }

    private ProtectionSession saying(String who) {
        return (ProtectionSession) Proxy.newProxyInstance(
                ProtectionSession.class.getClassLoader(),
                new Class<?>[] {ProtectionSession.class},
                (session, method, arguments) -> {
                    Output output = (Output) arguments[0];
                    output.toPeer(put(who + " to the peer"));
                    output.toApplication(put(who + " to the application"));
                    return null;
                });
    }

    private ByteBuffer put(String text) {
        return shared.clear().put(Recorder.bytes(text)).flip();
    }

    private static List<String> texts(Collection<ByteBuffer> made) {
        return made.stream()
                .map(bytes -> StandardCharsets.UTF_8.decode(bytes).toString())
                .toList();
    }
}
