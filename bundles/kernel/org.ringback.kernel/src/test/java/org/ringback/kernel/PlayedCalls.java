package org.ringback.kernel;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.api.Conversation;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingNonce;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedConnection;
import org.ringback.transport.ProtectedHandler;

/** Takes one call, and is that call: keeps what it hears, and ends when the test says so. */
final class PlayedCalls implements Calls, Call, ProtectedHandler {
    static final CallFacts FACTS = new CallFacts(
            Role.ACCEPTOR,
            new EquipmentId("lamp-1"),
            "http",
            new KeyFingerprint("0".repeat(64)),
            new GrantId("1".repeat(32)),
            new RingNonce("2".repeat(32)),
            Instant.EPOCH);

    static final SessionPlan PLAN = new SessionPlan.ToIssuer(Secret.copyOf(new byte[1]), FACTS.peer());

    final List<String> heard = new ArrayList<>();
    private final Loop loop = new HandTurnedLoop();
    private @Nullable Owner owner;

    void over(String why) {
        if (owner != null) {
            owner.ended(why);
        }
    }

    @Override
    public void named(EquipmentId equipment) {
        heard.add("named " + equipment);
    }

    boolean owned() {
        return owner != null;
    }

    @Override
    public Call hand(CallFacts facts, CallSession session, Passing connection) {
        heard.add(session.plan() == PLAN && session.nonce().equals(facts.ring()) ? "handed" : "handed otherwise");
        connection.passTo(this, loop);
        return this;
    }

    @Override
    public List<Call> standing(Role role) {
        return List.of(this);
    }

    @Override
    public void established(ProtectedConnection connection) {
        heard.add("established");
    }

    @Override
    public void received(ProtectedConnection connection, ByteBuffer plaintext) {
        heard.add(plaintext.remaining() + " bytes");
    }

    @Override
    public void writable(ProtectedConnection connection) {
        heard.add("writable");
    }

    @Override
    public void closed(CloseReason reason) {
        heard.add("closed");
    }

    @Override
    public CallFacts facts() {
        return FACTS;
    }

    @Override
    public Optional<PeerFacts> path() {
        return Optional.empty();
    }

    @Override
    public Conversation open() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int conversations() {
        return 0;
    }

    @Override
    public void owner(Owner next) {
        owner = next;
    }

    @Override
    public void disown() {
        owner = null;
    }

    @Override
    public void end(String why) {
        heard.add("end: " + why);
    }

    @Override
    public void cut(String why, Optional<CutReason> told) {
        heard.add(
                "cut: " + why + told.map(reason -> ", told: " + reason.words()).orElse(""));
    }
}
