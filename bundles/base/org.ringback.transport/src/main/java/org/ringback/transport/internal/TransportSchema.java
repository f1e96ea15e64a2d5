package org.ringback.transport.internal;

import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.ringback.api.configuration.Key;
import org.ringback.api.configuration.Schema;

/** The configuration keys of the transport. Immutable. */
@Component(service = Schema.class)
public final class TransportSchema extends Schema<Settings> {
    private static final int MIN_MSS = 536;
    private static final int MAX_MSS = 1_460;

    private final Key<Integer> threads = number("threads", 4, 1, 64)
            .says("Event loop threads at most; each role has its own while there are enough. A role keeps the one "
                    + "that it began with.");

    private final Key<Integer> handshakeQueue = number("handshake-queue", 512, 1, 4_096)
            .says("Handshake steps that may wait for a thread; a connection above that is closed. A connection has "
                    + "one at most, so this is more than the connections of strangers in their handshake "
                    + "(shaking-connections of a server).");

    private final Key<Integer> receiveBuffer = number("receive-buffer", 4 << 20, 64 << 10, 64 << 20)
            .says("Receive buffer asked for each UDP socket, in bytes; the system may give less "
                    + "(net.core.rmem_max).");

    private final Key<Integer> mss = key("mss", TransportSchema::mss)
            .standard(String.valueOf(Settings.DEFAULT_MSS))
            .expects("0, or " + MIN_MSS + " to " + MAX_MSS)
            .says("Largest TCP segment in bytes, so that a path which drops larger packets without a word (a "
                    + "tunnel, some providers) still carries. 0 leaves it to the kernel. Linux with epoll only.");

    /** Declares the keys. */
    public TransportSchema() {
        super(
                NettyTransport.PID,
                "the sockets of this process. A change closes none: what is opened from then on has it.");
    }

    @Override
    public Settings read(Map<String, ?> values) {
        return new Settings(
                threads.in(values),
                handshakeQueue.in(values),
                receiveBuffer.in(values),
                mss.in(values),
                Settings.DETACHED_LIMIT);
    }

    private static int mss(String text) {
        int bytes = Integer.parseInt(text);
        if (bytes != 0 && (bytes < MIN_MSS || bytes > MAX_MSS)) {
            throw new IllegalArgumentException();
        }
        return bytes;
    }
}
