package org.ringback.kernel;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageClass;
import org.ringback.wire.TransactionId;

/**
 * One request to the server and its answer, on a connection of its own: dials the server's addresses until one is
 * proved, all with the same protection; then sends the request, once. Belongs to the core's thread.
 */
public abstract class ServerRequest implements ServerDialler.User {
    /** Longest wait for an answer. */
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final Owners owners;
    private final RandomGenerator random;
    private final ServerDialler dialler;
    private TransactionId transaction;
    private long deadline = Long.MAX_VALUE;
    private boolean asked;

    /**
     * Makes a request that dials nothing yet.
     *
     * @param owners numbers the connections
     * @param way how to reach the server
     * @param random makes transaction IDs
     */
    protected ServerRequest(Owners owners, ServerWay way, RandomGenerator random) {
        this.owners = owners;
        this.random = random;
        this.dialler = new ServerDialler(owners, way, this);
        this.transaction = TransactionId.random(random);
    }

    /**
     * Makes the request.
     *
     * @param server what is known of the proved server
     * @param id the request's transaction ID
     * @return the request
     */
    protected abstract Message request(PeerFacts server, TransactionId id);

    /**
     * Takes the answer, a success or an error.
     *
     * @param answer the answer
     * @param turn takes the actions
     */
    protected abstract void answered(Message answer, Turn turn);

    /**
     * Takes the reason why there will be no answer. The connection is over.
     *
     * @param why in words
     * @param turn takes the actions
     */
    protected abstract void failed(String why, Turn turn);

    /**
     * Takes a message that is no answer to the request. The connection is over.
     *
     * @param message what
     * @param turn takes the actions
     */
    protected void unexpected(Message message, Turn turn) {
        failed("the server sent what was not asked for", turn);
    }

    /**
     * Tells whether an answer is the awaited one.
     *
     * @param id its transaction ID
     * @return whether it is the ID of the request that waits for its answer
     */
    protected boolean awaits(TransactionId id) {
        return id.equals(transaction);
    }

    /**
     * Begins to dial; begins again, as after a change of the network, unless an address is proved already.
     *
     * @param turn takes the actions
     */
    public final void dial(Turn turn) {
        if (!asked) {
            dialler.start(turn);
        }
    }

    @Override
    public void established(PeerFacts server, Turn turn) {
        asked = true;
        deadline = turn.in(LIMIT);
        dialler.send(request(server, transaction), turn);
    }

    @Override
    public final void received(Message message, Turn turn) {
        if (asked && awaits(message.transaction())) {
            answered(message, turn);
        } else {
            owners.abort(dialler.connection(), turn);
            unexpected(message, turn);
        }
    }

    @Override
    public void unreachable(ServerMisses why, Turn turn) {
        failed(why.clause(), turn);
    }

    @Override
    public void ended(CloseReason reason, Turn turn) {
        failed(reason.detail(), turn);
    }

    @Override
    public void notWritten(String why, Turn turn) {
        failed(why, turn);
    }

    @Override
    public long deadline() {
        return deadline;
    }

    /**
     * Waits longer than usual for the answer.
     *
     * @param until monotonic nanoseconds
     */
    protected final void extend(long until) {
        deadline = until;
    }

    /**
     * Makes a further request on the open connection; its answer is awaited from now on.
     *
     * @param again makes the request
     * @param turn has the clock
     * @return the action that sends it, for callers that must persist first
     */
    protected final Action askingAgain(Function<TransactionId, Message> again, Turn turn) {
        // [CLOSE-1] On one connection it may send several requests, each when the one before was answered
        transaction = TransactionId.random(random);
        deadline = turn.in(LIMIT);
        return sending(again.apply(transaction));
    }

    /** {@return the number of the connection whose server is proved; negative for none} */
    protected final long connection() {
        return dialler.connection();
    }

    /** {@return the address that was proved; empty before} */
    protected final Optional<ServerAddress> used() {
        return dialler.used();
    }

    /**
     * Sends a message on the open connection.
     *
     * @param message what
     * @return the action that sends it, for callers that must persist first
     */
    protected final Action sending(Message message) {
        return new Action.Send(dialler.connection(), message);
    }

    /** {@return the action that closes in order, for callers that must persist first} */
    protected final Action closing() {
        return new Action.Close(dialler.connection());
    }

    /**
     * Closes the connection in order.
     *
     * @param turn takes the actions
     */
    protected final void close(Turn turn) {
        dialler.close(turn);
    }

    /**
     * Ends the request, at whatever stage, because nobody wants it any more.
     *
     * @param why in words
     * @param turn takes the actions
     */
    public final void giveUp(String why, Turn turn) {
        dialler.cancel(turn);
        owners.abort(dialler.connection(), turn);
        failed(why, turn);
    }

    /**
     * Puts an error response into words.
     *
     * @param answer which
     * @return the words; for a message of another kind, that it was unexpected
     */
    protected static String refusal(Message answer) {
        if (MessageClass.of(answer.kind().type()) != MessageClass.ERROR) {
            return "the server's answer is not the one expected";
        }
        int code = answer.get(Attributes.ERROR_CODE);
        return "the server refused: " + code
                + ErrorCodes.find(code).map(entry -> " " + entry.name()).orElse("");
    }
}
