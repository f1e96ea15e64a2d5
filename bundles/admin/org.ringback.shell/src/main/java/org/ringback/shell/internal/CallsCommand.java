package org.ringback.shell.internal;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Page;
import org.ringback.api.Role;
import org.ringback.api.control.CallStatus;
import org.ringback.api.control.EquipmentStatus;
import org.ringback.api.control.ForwardStatus;
import org.ringback.api.net.AddressText;

/** The command {@code calls}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=calls"})
public final class CallsCommand extends Command {
    private static final String HERE = "you";

    private final Roles roles;
    private final Forwards forwards;

    /**
     * Tells of the calls of this program.
     *
     * @param roles know persons by their keys
     * @param forwards knows all calls, and the ports that they serve
     */
    @Activate
    public CallsCommand(@Reference Roles roles, @Reference Forwards forwards) {
        super("calls");
        this.roles = roles;
        this.forwards = forwards;
    }

    /**
     * Lists calls.
     *
     * @param session whose streams are used
     * @param json whether a program reads it
     * @param person only this one's, at a gateway
     * @param equipment only those with this one
     */
    @Fields({
        "calls[].role: acceptor or issuer",
        "calls[].equipment: the equipment",
        "calls[].service: the service of its first conversation",
        "calls[].peer: the fingerprint of the other end",
        "calls[].person: whose that is, at a gateway",
        "calls[].nonce: the ring that it came of",
        "calls[].since: when it was accepted",
        "calls[].port: the port here that it serves",
        "calls[].conversations: how many are open",
        "calls[].sent: bytes of its conversations",
        "calls[].received: bytes of its conversations",
        "calls[].over: the other address; of a relayed call the server's",
        "calls[].relayed: whether the server carries it, or did",
        "calls[].protection: what protects it",
        "calls[].keyAgreement: the group that it agreed on",
        "calls[].ended: when, if it has",
        "calls[].why: why it ended"
    })
    @Example("calls")
    @Descriptor("calls that stand, ports that wait, why the latest calls ended (acceptor, issuer)")
    public void calls(
            CommandSession session,
            @AsJson boolean json,
            @Descriptor("PERSON: only this one's, where a gateway knows who calls")
                    @Parameter(
                            names = {"--person"},
                            absentValue = "")
                    String person,
            @Descriptor("EQUIPMENT: only those with this one")
                    @Parameter(
                            names = {"--equipment"},
                            absentValue = "")
                    String equipment) {
        Optional<EquipmentId> whom = person.isEmpty() ? Optional.empty() : Optional.of(Ids.person(person));
        Optional<EquipmentId> what = equipment.isEmpty() ? Optional.empty() : Optional.of(Ids.equipment(equipment));
        Map<KeyFingerprint, String> persons = persons();
        List<CallStatus> all = forwards.everyCall().stream()
                .filter(call -> what.isEmpty() || what.get().equals(call.equipment()))
                .filter(call -> whom.isEmpty() || isOf(whom.get(), call, persons))
                .toList();
        Terminal terminal = Terminal.of(session);
        if (json) {
            terminal.out()
                    .println(Json.write(Json.list(
                            "calls",
                            all.stream().map(call -> json(call, persons)).toList())));
            return;
        }
        Predicate<CallStatus> stands = CallStatus::stands;
        List<CallStatus> standing = all.stream().filter(stands).toList();
        List<CallStatus> ended = all.stream().filter(stands.negate()).toList();
        if (standing.isEmpty()) {
            terminal.err()
                    .println(
                            whom.isEmpty() && what.isEmpty()
                                    ? "No call stands."
                                    : "No such call stands." + new Known(roles).unknown(what));
        } else {
            standing(standing, persons, terminal.out());
        }
        List<ForwardStatus> waiting = forwards.all().stream()
                .filter(one -> one.state() != ForwardStatus.State.STANDING
                        && whom.isEmpty()
                        && (what.isEmpty()
                                || what.get().equals(one.forward().request().equipment())))
                .toList();
        if (!waiting.isEmpty()) {
            ForwardText.printWaiting(waiting, terminal.out());
        }
        if (!ended.isEmpty()) {
            ended(ended, persons, terminal.out());
        }
    }

    private static void standing(List<CallStatus> all, Map<KeyFingerprint, String> persons, PrintStream out) {
        Table table = new Table("EQUIPMENT", "SERVICE", "WHO", "SINCE", "SENT", "RECEIVED", "OVER", "PORT HERE");
        for (CallStatus call : all) {
            table.row(
                    call.equipment().value(),
                    call.service(),
                    who(call, persons),
                    Times.recent(call.since()),
                    Numbers.bytes(call.sent()),
                    Numbers.bytes(call.received()),
                    call.path().map(CallsCommand::over).orElse("-"),
                    call.port().map(AddressText::print).orElse("-"));
        }
        table.print(out);
    }

    private static void ended(List<CallStatus> all, Map<KeyFingerprint, String> persons, PrintStream out) {
        Table table = new Table("ENDED", "EQUIPMENT", "SERVICE", "WHO", "SENT", "RECEIVED", "WAY", "WHY");
        for (CallStatus call : all) {
            CallStatus.End end = call.end().orElseThrow();
            table.row(
                    Times.recent(end.when()),
                    call.equipment().value(),
                    call.service(),
                    who(call, persons),
                    Numbers.bytes(call.sent()),
                    Numbers.bytes(call.received()),
                    end.relayed() ? "relay" : "direct",
                    end.why());
        }
        table.print(out);
    }

    /** {@return the calls with one piece of equipment, as JSON} */
    List<Map<String, Object>> json(EquipmentId equipment) {
        Map<KeyFingerprint, String> persons = persons();
        return forwards.everyCall().stream()
                .filter(call -> call.equipment().equals(equipment))
                .map(call -> json(call, persons))
                .toList();
    }

    /** Persons at a gateway are known by the keys that their grants are bound to. */
    private Map<KeyFingerprint, String> persons() {
        Map<KeyFingerprint, String> persons = new LinkedHashMap<>();
        roles.findAcceptor().ifPresent(acceptor -> Page.all(acceptor::equipment, EquipmentStatus::name)
                .forEach(equipment -> equipment.grants().forEach(grant -> grant.key()
                        .ifPresent(key -> persons.put(key, grant.person().value())))));
        return persons;
    }

    private static boolean isOf(EquipmentId person, CallStatus call, Map<KeyFingerprint, String> persons) {
        return call.role() == Role.ACCEPTOR && person.value().equals(persons.get(call.peer()));
    }

    private static String who(CallStatus call, Map<KeyFingerprint, String> persons) {
        return call.role() == Role.ISSUER
                ? HERE
                : persons.getOrDefault(call.peer(), call.peer().shortForm());
    }

    private static String over(CallStatus.Path path) {
        return (path.relayed() ? "relay " : "") + AddressText.print(path.remote());
    }

    private static Map<String, Object> json(CallStatus call, Map<KeyFingerprint, String> persons) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("role", call.role().name().toLowerCase(Locale.ROOT));
        json.put("equipment", call.equipment());
        json.put("service", call.service());
        json.put("peer", call.peer());
        if (call.role() == Role.ACCEPTOR && persons.containsKey(call.peer())) {
            json.put("person", persons.get(call.peer()));
        }
        json.put("nonce", call.ring());
        json.put("since", call.since());
        call.port().ifPresent(port -> json.put("port", AddressText.print(port)));
        json.put("conversations", call.conversations());
        json.put("sent", call.sent());
        json.put("received", call.received());
        call.path().ifPresent(path -> {
            json.put("over", AddressText.print(path.remote()));
            json.put("relayed", path.relayed());
            json.put("protection", path.protection());
            json.put("keyAgreement", path.keyAgreement());
        });
        call.end().ifPresent(end -> {
            json.put("relayed", end.relayed());
            json.put("ended", end.when());
            json.put("why", end.why());
        });
        return json;
    }
}
