package org.ringback.kernel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;
import org.ringback.api.Conversation;
import org.ringback.spi.PeerFacts;

/**
 * One end of a call: its conversations, over whatever path carries it. It belongs to the bundle of calls alone, so that it
 * outlives the role that handed it over. Thread-safe, but for {@link #owner} and {@link #disown}.
 */
@ProviderType
public interface Call {
    /** {@return what is known of it} */
    CallFacts facts();

    /** {@return what is known of the peer of the path that carries it; empty while none does} */
    Optional<PeerFacts> path();

    /**
     * Opens a conversation (odd number from the issuer, even from the acceptor).
     *
     * @return the conversation
     * @throws IOException if the call is over or 64 conversations are open
     */
    Conversation open() throws IOException;

    /**
     * Listens on a local address: each connection there opens a conversation of its own, and bytes and ends pass both ways.
     * While as many conversations are open as may be, connections wait in the backlog. The port closes with the call.
     *
     * @param local where
     * @return the address bound
     * @throws IOException if it cannot listen there, or the call is over
     */
    InetSocketAddress forward(InetSocketAddress local) throws IOException;

    /** {@return how many conversations are open} */
    int conversations();

    /** {@return completes when it is over, with why in words; on any thread, which must not be held up} */
    CompletionStage<String> over();

    /**
     * The role that it belongs to hears of its end. There is one; the next takes the place of the one before. On the loop of
     * the role.
     *
     * @param ended hears why it is over, on that loop; at once if it is over already
     */
    void owner(Consumer<String> ended);

    /** The role hears no more of it, and nothing here refers to the role. On the loop of the role. */
    void disown();

    /**
     * Somebody here hangs up: ends every conversation, and the path in order. Its local ports are closed when this returns.
     *
     * @param why in words
     */
    void end(String why);

    /**
     * Ends it at once, as it may not go on.
     *
     * @param why in words
     */
    void cut(String why);
}
