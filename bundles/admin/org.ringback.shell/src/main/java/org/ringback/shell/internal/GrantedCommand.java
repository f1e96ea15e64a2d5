package org.ringback.shell.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.EquipmentId;
import org.ringback.api.Page;
import org.ringback.api.RingReason;
import org.ringback.api.control.GrantedEquipment;
import org.ringback.api.control.IssuerControl;

/** The command {@code granted}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=granted"})
public final class GrantedCommand extends Command {
    /** Longer than an issuer asks; it may wait for crypto before. */
    private static final Duration LONGEST = Duration.ofSeconds(4);

    /** What the sign for not known means. */
    private static final String UNTOLD =
            "?: no server said within 3 s whether it is there, or it does not tell this issuer; 'ping EQUIPMENT' asks again,"
                    + " and says why";

    private static final String NOT_ASKED = "?: no server was asked whether it is there, because of --local";

    private final Roles roles;
    private final Duration longest;

    /**
     * Makes the command.
     *
     * @param roles finds the roles of this process
     */
    @Activate
    public GrantedCommand(@Reference Roles roles) {
        this(roles, LONGEST);
    }

    GrantedCommand(Roles roles, Duration longest) {
        super("granted");
        this.roles = roles;
        this.longest = longest;
    }

    /**
     * Lists what may be rung.
     *
     * @param session has the streams of the command
     * @param json whether to print JSON
     * @param local whether no server is to be asked
     */
    @Fields({
        "granted[].equipment: its name here",
        "granted[].id: its ID at its server",
        "granted[].as: who one is for its owner",
        "granted[].servers[]: where it is asked for",
        "granted[].key: the fingerprint of its key",
        "granted[].systems[]: how it may be rung",
        "granted[].passwordStored: whether a password is kept here",
        "granted[].since: when the grant was accepted",
        "granted[].services[]: what it gives; without onlyThese what was there when it was made, for information",
        "granted[].onlyThese: whether it gives these and no others",
        "granted[].until: when it ends; the gateway decides",
        "granted[].state: ok, ended, or why the latest ring was refused that gateway or server decided on",
        "granted[].online: whether it is there: true, false, or null where nobody told within 3 s, or was asked"
    })
    @Example({"granted", "granted --local"})
    @Descriptor("what may be rung, its state, whether it is online: ? where nobody told within 3 s (issuer)")
    public void granted(
            CommandSession session,
            @AsJson boolean json,
            @Descriptor("ask no server whether the equipment is there: ONLINE is ? then")
                    @Parameter(
                            names = {"--local"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean local) {
        IssuerControl issuer = issuer();
        List<GrantedEquipment> all = Page.all(issuer::granted, GrantedEquipment::equipment);
        Map<EquipmentId, Boolean> online = local ? Map.of() : online(issuer, all);
        Terminal terminal = Terminal.of(session);
        if (json) {
            terminal.out()
                    .println(Json.write(Json.list(
                            "granted",
                            all.stream().map(one -> json(one, online)).toList())));
            return;
        }
        print(all, online, local ? NOT_ASKED : UNTOLD, session);
        if (all.isEmpty()) {
            terminal.err()
                    .println("Nothing yet. Next: accept-grant, with the string that the gateway's owner gave you");
        }
    }

    /** At a gateway people look for what they granted. */
    private IssuerControl issuer() {
        if (roles.findIssuer().isEmpty() && roles.findAcceptor().isPresent()) {
            throw new CommandFailure(
                    CommandFailure.NO_ROLE,
                    "granted: lists what an issuer may ring, and no issuer runs here (expected, for who may ring what is"
                            + " at this gateway: status --of EQUIPMENT, or status --all)");
        }
        return roles.issuer();
    }

    /** Prints what was granted of one piece of equipment, and whether it is there. */
    void print(IssuerControl issuer, GrantedEquipment one, CommandSession session) {
        print(List.of(one), online(issuer, List.of(one)), UNTOLD, session);
    }

    /** {@return the same for programs} */
    Map<String, Object> json(IssuerControl issuer, GrantedEquipment one) {
        return json(one, online(issuer, List.of(one)));
    }

    private static void print(
            List<GrantedEquipment> all, Map<EquipmentId, Boolean> online, String unknown, CommandSession session) {
        Symbols symbols = Symbols.of(session);
        Terminal terminal = Terminal.of(session);
        Table table = new Table(
                "EQUIPMENT",
                "ONLINE",
                "AS",
                "SYSTEMS",
                "PASSWORD",
                "SERVICES",
                "UNTIL",
                "STATE",
                "KEY",
                "SINCE",
                "SERVER");
        for (GrantedEquipment one : all) {
            table.row(
                    one.equipment().value(),
                    symbols.of(Optional.ofNullable(online.get(one.equipment()))),
                    one.self().value(),
                    StatusText.systems(one.systems()),
                    one.passwordStored() ? "kept" : "-",
                    Terms.services(one.terms()),
                    Terms.until(one.terms()),
                    state(one, Instant.now()),
                    one.identity().shortForm(),
                    Times.day(one.since()),
                    StatusText.at(one.equipment(), one.id(), String.join(",", one.servers())));
        }
        table.print(terminal.out());
        if (!online.isEmpty()) {
            terminal.err().println(symbols.legend("it is there", "it is not"));
        }
        if (!all.stream().allMatch(one -> online.containsKey(one.equipment()))) {
            terminal.err().println(unknown);
        }
    }

    /** What this issuer knows of a grant: its end, and what came of the latest ring that somebody decided on. */
    static String state(GrantedEquipment one, Instant now) {
        return one.terms().over(now)
                ? "ended"
                : one.refused().map(GrantedCommand::refused).orElse("ok");
    }

    private static String refused(RingReason reason) {
        return switch (reason) {
            case NOT_ALLOWED -> "refused: suspended or over";
            case WRONG_PASSWORD, TOO_SOON -> "refused: wrong password";
            case ISSUER_SUSPENDED -> "suspended by the server";
            case ISSUER_REVOKED -> "revoked by the server";
            case EQUIPMENT_ENDED -> "ended at the server";
            case OTHER_KEY -> "refused: another key now";
            default -> "refused by the server";
        };
    }

    /** What servers tell within a few seconds; the list itself waits for nobody longer, and fails for nobody. */
    private Map<EquipmentId, Boolean> online(IssuerControl issuer, List<GrantedEquipment> all) {
        List<EquipmentId> equipment =
                all.stream().map(GrantedEquipment::equipment).toList();
        Map<EquipmentId, Boolean> online = new HashMap<>();
        Await.on(issuer.presence(equipment)
                        .toCompletableFuture()
                        .completeOnTimeout(List.of(), longest.toMillis(), TimeUnit.MILLISECONDS)
                        .exceptionally(fault -> List.of()))
                .forEach(one -> PingAnswer.online(one).ifPresent(is -> online.put(one.equipment(), is)));
        return online;
    }

    private static Map<String, Object> json(GrantedEquipment one, Map<EquipmentId, Boolean> online) {
        Map<String, Object> json = StatusJson.granted(one);
        json.put("state", state(one, Instant.now()));
        json.put("online", Optional.ofNullable(online.get(one.equipment())));
        return json;
    }
}
