package org.ringback.acceptor.core;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringback.api.GrantId;
import org.ringback.api.GrantTerms;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.kernel.Action;
import org.ringback.kernel.AnsweredServices;
import org.ringback.kernel.ServerMisses;
import org.ringback.kernel.Turn;
import org.ringback.spi.Grant;
import org.ringback.spi.PeerFacts;
import org.ringback.spi.Ticket;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.TransactionId;

/** Asks the server for an invitation and makes a grant of it; returns the grant string once the grant is on disk. */
final class InviteRequest extends EquipmentRequest {
    private static final int SECRET_LENGTH = 32;

    private final Equipment equipment;
    private final AcceptorEvent.MakeGrant command;

    InviteRequest(Context context, Equipment equipment, ProtectionId protection, AcceptorEvent.MakeGrant command) {
        super(context, equipment.self(), protection, equipment.registrar().servers());
        this.equipment = equipment;
        this.command = command;
    }

    @Override
    protected Message request(PeerFacts server, TransactionId id) {
        return message(MessageKind.INVITE, id)
                .with(Attributes.NAME, command.person())
                .build();
    }

    @Override
    protected void answered(Message answer, Turn turn) {
        close(turn);
        if (answer.kind() == MessageKind.INVITED) {
            grant(answer, turn);
        } else {
            failed(refusal(answer) + again(answer), turn);
        }
    }

    /** When to ask again, in words, if the server is at a limit. */
    private static String again(Message answer) {
        Optional<Duration> wait = answer.find(Attributes.RETRY_AFTER).map(Duration::ofSeconds);
        if (wait.isEmpty()) {
            return "";
        }
        boolean ofThis = answer.get(Attributes.ERROR_CODE) == ErrorCodes.QUOTA;
        return (ofThis ? ", as many as it keeps for this equipment in a day were made" : ", it keeps no more")
                + "; again in " + words(wait.get())
                + (ofThis ? ", or at once if one of them is revoked" : "");
    }

    private static String words(Duration wait) {
        if (wait.toHours() > 0) {
            return wait.toHours() + " h " + wait.toMinutesPart() + " min";
        }
        return wait.toMinutes() > 0 ? wait.toMinutes() + " min" : wait.toSeconds() + " s";
    }

    @Override
    protected void failed(String why, Turn turn) {
        turn.act(new Action.Refused(
                command.request(),
                "server: " + why + " (expected: an invitation; nothing was granted, try again later)"));
    }

    @Override
    public void unreachable(ServerMisses why, Turn turn) {
        turn.act(new Action.Refused(
                command.request(), why.clause() + "; nothing was granted; next: " + why.next(self().ofOtherServer())));
    }

    private void grant(Message invited, Turn turn) {
        context().time(self()).learn(Instant.ofEpochSecond(invited.get(Attributes.SERVER_TIME)), turn.now());
        Instant made = context().time(self()).at(turn.now());
        Instant useBy = made.plus(Duration.ofSeconds(invited.get(Attributes.LIFETIME)));
        GrantId id = GrantId.random(context().random());
        Secret secret = Secret.random(context().random(), SECRET_LENGTH);
        Ticket invitation = new Ticket(
                self().servers(),
                self().pins(),
                Set.copyOf(invited.get(Attributes.PROTECTIONS)),
                command.person(),
                Role.ISSUER,
                invited.get(Attributes.CODE_ID),
                Secret.copyOf(invited.get(Attributes.CODE)),
                made);
        String printed = context()
                .primitives()
                .strings()
                .print(new Grant(
                        invitation,
                        equipment.id(),
                        self().key(),
                        self().sealing().publicKey(),
                        id,
                        secret,
                        equipment.systems(),
                        useBy,
                        told()));
        StoredGrant grant = new StoredGrant(
                id,
                command.person(),
                secret,
                made,
                useBy,
                Optional.empty(),
                false,
                false,
                false,
                "",
                Optional.of(invited.get(Attributes.CODE_ID)),
                command.terms());
        turn.persist(
                List.of(Records.grant(equipment.place(), grant)),
                new AcceptorAction.Tell(new AcceptorEvent.GrantWritten(equipment.place(), self().key(), grant)),
                Action.Completed.withResult(command.request(), printed));
    }

    /** What the string says of services: a grant without a list names those that it gives now. */
    private GrantTerms told() {
        GrantTerms terms = command.terms();
        if (terms.onlyThese()) {
            return terms;
        }
        AnsweredServices services = context().services();
        List<String> now = services.of(equipment.name()).stream()
                .filter(GrantTerms::named)
                .filter(service -> !services.admin(equipment.name(), service))
                .sorted()
                .limit(GrantTerms.MAX_SERVICES)
                .toList();
        return new GrantTerms(now, false, terms.until());
    }
}
