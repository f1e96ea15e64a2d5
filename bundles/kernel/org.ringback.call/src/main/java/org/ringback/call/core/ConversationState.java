package org.ringback.call.core;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.api.RingReason;
import org.ringback.api.Secret;

/**
 * The state of one conversation at one end. Others may read it; only the {@link Multiplexer} changes it. Not
 * thread-safe.
 */
public final class ConversationState {
    private final int number;
    private final byte[] id;
    private final Secret resume;
    private final SendSide send;
    private final ReceiveSide receive;
    private final boolean openedHere;
    private boolean openSent;
    private boolean signalled;
    private boolean over;
    private @Nullable String failure;
    private int peerCode;
    private int ownCode;
    private boolean lingering;
    private long lingerSince;
    private @Nullable ResetCode behind;

    ConversationState(int number, byte[] id, Secret resume, SendSide send, ReceiveSide receive, boolean openSent) {
        this.number = number;
        this.id = id;
        this.resume = resume;
        this.send = send;
        this.receive = receive;
        this.openSent = openSent;
        this.openedHere = !openSent;
    }

    /** {@return its number on this call-back, from 1 on} */
    public int number() {
        return number;
    }

    /** {@return whether it is over, in order or not, and out of the multiplexer's table} */
    public boolean over() {
        return over;
    }

    /** {@return why it failed, in words; null while it lives and after an end in order} */
    public @Nullable String failure() {
        return failure;
    }

    /** {@return the code with which the peer reset it; 0 if it did not} */
    public int peerCode() {
        return peerCode;
    }

    /**
     * {@return why nothing answered it; empty if something did, or may still} Only the end that it was opened to knows:
     * what the opener says does not count there, or it could put words into the other one's mouth.
     */
    public Optional<RingReason> refusal() {
        return ResetCode.reason(openedHere ? peerCode : ownCode).filter(reason -> switch (reason) {
            case NO_SUCH_SERVICE, SERVICE_DOWN, SERVICE_LIMIT -> true;
            default -> false;
        });
    }

    /** {@return whether this end has said that it sends no more} */
    public boolean finished() {
        return send.finished();
    }

    /** {@return whether the peer has taken all bytes and the end, or takes no more} */
    public boolean delivered() {
        return peerCode == ResetCode.ABANDONED.code() || send.complete();
    }

    /** {@return how many bytes could be read now} */
    public int available() {
        return receive.available();
    }

    byte[] id() {
        return id;
    }

    boolean hasId(byte[] other) {
        return Arrays.equals(id, other);
    }

    Secret resume() {
        return resume;
    }

    SendSide send() {
        return send;
    }

    ReceiveSide receive() {
        return receive;
    }

    boolean openSent() {
        return openSent;
    }

    /** Schedules a reset for when the peer has delivered all that was written, or has taken too long. */
    void resetBehind(ResetCode code, long now) {
        behind = code;
        lingering = true;
        lingerSince = now;
        receive.withholdEnd();
    }

    /** The code for a peer that does not end its direction. */
    ResetCode abandoned() {
        return behind == null ? ResetCode.ABANDONED : behind;
    }

    /** The code of the reset that is due now; null if none is. */
    @Nullable
    ResetCode resetDue() {
        return send.drained() ? behind : null;
    }

    void setOpenSent() {
        openSent = true;
    }

    /** Whether both directions have ended and are acknowledged, so that nothing is left to send. */
    boolean complete() {
        return send.complete() && receive.complete();
    }

    /** Marks that an event waits; returns whether none did before. */
    boolean signal() {
        boolean first = !signalled;
        signalled = true;
        return first;
    }

    void heard() {
        signalled = false;
    }

    void end() {
        over = true;
        resume.destroy();
    }

    /** Ends it with a failure. What arrived may still be read after a lost connection, but not after a reset. */
    void fail(String words, boolean keepArrived) {
        failure = words;
        send.clear();
        if (!keepArrived) {
            receive.clear();
        }
        end();
    }

    void failHere(ResetCode code, String words) {
        ownCode = code.code();
        fail(words, false);
    }

    void failByPeer(int code) {
        peerCode = code;
        fail("reset by the peer: " + ResetCode.describe(code), false);
    }

    /** Starts the time limit for the peer's end, once this end reads no more and all of its bytes are delivered. */
    void considerLinger(long now) {
        if (!lingering && receive.discarding() && send.complete()) {
            lingering = true;
            lingerSince = now;
        }
    }

    boolean lingering() {
        return lingering;
    }

    /** Whether this end reads no more, all of its bytes are delivered, and the peer still sends more than allowed. */
    boolean goesOnUnread() {
        return lingering && behind == null && receive.goesOnUnread();
    }

    long lingerSince() {
        return lingerSince;
    }
}
