package org.ringback.call.core;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.ringback.api.Secret;
import org.ringback.spi.CallKey;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.RingCrypto.CallProofUse;

/**
 * Moves a call from one session to the next on its connection, without I/O. Each end's first frame says half of the
 * call's key; with both halves the acceptor may begin: SWITCH and SWITCHED are the last records of the present session,
 * ATTACH and ATTACHED the first ones of the next, and prove that it carries this call. Between them no other frame is
 * sent or taken. Not thread-safe.
 */
public final class SessionSwitch {
    /** Longest silence of an issuer that was told SWITCH, and the longest time from SWITCHED to ATTACHED. */
    static final Duration LIMIT = Duration.ofSeconds(5);
    /** Longest time until an issuer, which is heard, answers SWITCH: it may be behind much else. */
    static final Duration MOST = Duration.ofSeconds(30);
    /** How long an issuer waits from SWITCH to ATTACH: its SWITCHED may be behind much else. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final int VERSION = 1;

    private enum Stage {
        /** A session carries the call. */
        STANDS,
        /** Acceptor: SWITCH is to be sent. */
        ASKS,
        /** Acceptor: SWITCH was sent. */
        WAITS,
        /** Issuer: SWITCHED is to be sent. */
        ANSWERS,
        /** The next session's handshake. */
        RENEWS,
        /** The peer's proof must come. */
        EXPECTS,
        /** The own proof is to be sent. */
        PROVES
    }

    private final boolean issuer;
    private final Optional<CallKeys> keys;
    private final Secret half;
    private final Deque<Notice> notices = new ArrayDeque<>();
    private @Nullable CallKey key;
    private boolean callDue;
    private boolean askDue;
    private boolean heard;
    private boolean first;
    private Stage stage = Stage.STANDS;
    private long epoch;
    private long next;
    private boolean timed;
    private long until;
    private long last;

    /**
     * Begins with the first session, number 0.
     *
     * @param issuer whether this is the issuer's end
     * @param random for this end's half
     * @param keys make the call's key; empty if this end cannot move, as those of earlier versions
     */
    SessionSwitch(boolean issuer, RandomGenerator random, Optional<CallKeys> keys) {
        this.issuer = issuer;
        this.keys = keys;
        this.half = Secret.random(random, RingCrypto.CALL_HALF_LENGTH);
        this.callDue = keys.isPresent();
    }

    /** {@return whether the call may move, as both ends have said what they can} */
    public boolean able() {
        return key != null && !callDue;
    }

    /** {@return whether this end says what it can, and takes what the peer says of it} */
    boolean names() {
        return keys.isPresent();
    }

    /** {@return whether a switch has begun and is not over} */
    boolean underWay() {
        return stage != Stage.STANDS && stage != Stage.ASKS;
    }

    /** Begins a switch at the acceptor's end, if both ends can and none is under way; {@link Notice#RENEW} follows. */
    public void begin() {
        // [CONV-27] Only the acceptor begins a switch, and only where both ends have said CALL: before that each end …
        if (!issuer && able() && stage == Stage.STANDS) {
            stage = Stage.ASKS;
        }
    }

    /** Asks the acceptor to begin one, from the issuer's end and if both ends can. */
    public void ask() {
        askDue = issuer && able() && stage == Stage.STANDS;
    }

    /** {@return what there is to tell next, or null} */
    public @Nullable Notice notice() {
        return notices.poll();
    }

    // What the peer sends.

    /** Notes bytes of the peer. */
    void hears(long now) {
        if (stage == Stage.WAITS) {
            within(LIMIT, now);
            until = until - last < 0 ? until : last;
        }
    }

    /** Checks that a frame of this type may come now. */
    void begins(int type) throws CallBackFault {
        first = !heard;
        heard = true;
        boolean fits =
                switch (stage) {
                    case STANDS, ASKS, WAITS -> true;
                    // [CONV-30] Behind SWITCHED both make the handshake of a call-back, with the same two keys …
                    case EXPECTS -> type == (issuer ? FrameType.ATTACH : FrameType.ATTACHED).number();
                    // [CONV-28] SWITCH and SWITCHED name the epoch, which is above the present one; nothing of …
                    case ANSWERS, RENEWS, PROVES -> false;
                };
        if (!fits) {
            throw fault(FrameType.name(type) + " in the midst of a switch");
        }
    }

    /** Takes the peer's half. */
    void call(int version, Secret theirs) throws CallBackFault {
        // [CONV-25] CALL is sent once, before any other frame of that end; a second one, or one behind another frame
        if (!first || version < VERSION) {
            throw new CallBackFault(
                    ResetCode.MALFORMED,
                    "CALL of version " + version + (first ? "" : ", not its first frame")
                            + " (expected: one, of version 1 or later, before all others)");
        }
        key = keys.orElseThrow().key(issuer ? theirs : half, issuer ? half : theirs);
        theirs.destroy();
        ready();
    }

    /** Takes the issuer's wish. */
    void asked() {
        if (!issuer && able() && stage == Stage.STANDS) {
            notices.add(Notice.ASKED);
        }
    }

    /** Takes SWITCH or SWITCHED. */
    void switches(FrameType type, long to, long now) throws CallBackFault {
        boolean fits = type == FrameType.SWITCH
                ? issuer && stage == Stage.STANDS && Long.compareUnsigned(to, epoch) > 0
                : stage == Stage.WAITS && to == next;
        if (!fits) {
            throw fault(type + " to session " + Long.toUnsignedString(to) + " out of turn");
        }
        next = to;
        if (issuer) {
            stage = Stage.ANSWERS;
            askDue = false;
            within(PATIENCE, now);
        } else {
            within(LIMIT, now);
            renews();
        }
    }

    /** Takes the proof that the next session carries this call. */
    void attaches(FrameType type, byte[] id, long to, byte[] proof) throws CallBackFault {
        CallKey call = call();
        byte[] right = proof(type, call);
        // [CONV-31] ATTACH and ATTACHED carry call ID, epoch and proof ("Keys and labels"); another one than this …
        if (to != next || !MessageDigest.isEqual(id, call.id()) || !MessageDigest.isEqual(proof, right)) {
            throw fault("the next session carries another call");
        }
        if (issuer) {
            stage = Stage.PROVES;
        } else {
            stands();
        }
    }

    // What is to be sent.

    /** Writes what goes before all else; {@return whether other frames may follow} */
    boolean write(ByteBuffer out, long now) {
        // [CONV-24] Right behind Accepted each end may say CALL: version 1, half of the call's ID and half of its …
        if (callDue) {
            byte[] bytes = half.copyBytes();
            FrameEncoder.call(out, VERSION, bytes);
            Arrays.fill(bytes, (byte) 0);
            callDue = false;
            ready();
        }
        switch (stage) {
            case STANDS -> {
                if (askDue) {
                    askDue = false;
                    FrameEncoder.ask(out);
                }
                return true;
            }
            case ASKS -> {
                next = epoch + 1;
                FrameEncoder.session(out, FrameType.SWITCH, next);
                stage = Stage.WAITS;
                last = now + MOST.toNanos();
                within(LIMIT, now);
            }
            case ANSWERS -> {
                FrameEncoder.session(out, FrameType.SWITCHED, next);
                renews();
            }
            case PROVES -> {
                CallKey call = call();
                FrameType type = issuer ? FrameType.ATTACHED : FrameType.ATTACH;
                FrameEncoder.proof(out, type, call.id(), next, proof(type, call));
                if (issuer) {
                    stands();
                    return true;
                }
                stage = Stage.EXPECTS;
            }
            default -> {
                return false; // it waits for the peer
            }
        }
        return false;
    }

    /** The next session has proved the peer's key. */
    void renewed() {
        stage = issuer ? Stage.EXPECTS : Stage.PROVES;
    }

    /** {@return how long the handshake of the next session may take} */
    public Duration handshakeLimit() {
        return issuer ? PATIENCE : LIMIT;
    }

    /** {@return whether there is a time by which a switch must be over} */
    boolean timed() {
        return timed;
    }

    /** {@return that time, in monotonic nanoseconds} */
    long until() {
        return until;
    }

    /** {@return whether the switch takes too long} */
    boolean late(long now) {
        // [CONV-32] A switch that fails ends the call-back, without a RESET. The acceptor gives up 5 s after the last …
        return timed && now - until >= 0;
    }

    /** Wipes the key: the call is over. */
    void destroy() {
        half.destroy();
        if (key != null) {
            key.secret().destroy();
            key = null;
        }
        callDue = false;
        askDue = false;
        timed = false;
        stage = stage == Stage.ASKS ? Stage.STANDS : stage;
        notices.clear();
    }

    private void ready() {
        if (able()) {
            half.destroy();
            notices.add(Notice.ABLE);
        }
    }

    private void renews() {
        stage = Stage.RENEWS;
        notices.add(Notice.RENEW);
    }

    private void stands() {
        stage = Stage.STANDS;
        epoch = next;
        timed = false;
        notices.add(Notice.MOVED);
    }

    private void within(Duration limit, long now) {
        timed = true;
        until = now + limit.toNanos();
    }

    private CallKey call() {
        if (key == null) {
            throw new IllegalStateException("switch: " + stage + " (expected: a call with a key)");
        }
        return key;
    }

    private byte[] proof(FrameType type, CallKey call) {
        return keys.orElseThrow()
                .proof(call, type == FrameType.ATTACH ? CallProofUse.ATTACH : CallProofUse.ATTACHED, next);
    }

    private static CallBackFault fault(String what) {
        return new CallBackFault(ResetCode.MALFORMED, "switch to another session: " + what);
    }
}
