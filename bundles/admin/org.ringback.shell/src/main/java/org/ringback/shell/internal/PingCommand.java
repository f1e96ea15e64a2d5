package org.ringback.shell.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import org.ringback.api.Role;
import org.ringback.api.control.CallStatus;
import org.ringback.api.control.IssuerControl;

/**
 * The command {@code ping}: measures the way to equipment over a call that stands, else asks the server whether it is
 * there. Rings nobody. Thread-safe.
 */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=ping"})
public final class PingCommand extends Command {
    private static final int MOST = 1_000_000;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Roles roles;
    private final Forwards forwards;
    private final Duration pause;

    /**
     * Makes the command.
     *
     * @param roles finds the issuer
     * @param forwards knows the calls
     */
    @Activate
    public PingCommand(@Reference Roles roles, @Reference Forwards forwards) {
        this(roles, forwards, PAUSE);
    }

    PingCommand(Roles roles, Forwards forwards, Duration pause) {
        super("ping");
        this.roles = roles;
        this.forwards = forwards;
        this.pause = pause;
    }

    /**
     * Pings, a second between two.
     *
     * @param session has the streams of the command
     * @param count how often
     * @param json whether to print JSON
     * @param id which equipment
     * @throws InterruptedException if the person has seen enough
     */
    @Fields({
        "equipment: its name here",
        "over: call, or server where none stands",
        "answers[].address: of the gateway, or of the server",
        "answers[].protection: of the call",
        "answers[].keyAgreement: the group that it agreed on",
        "answers[].millis: how long the answer took, if one came",
        "answers[].online: whether it is there: true, false, or null where nobody told",
        "answers[].heardSeconds: since the server heard it last, where that tells",
        "answers[].words: the same for people"
    })
    @Example({"ping lamp-1", "ping lamp-1 --count 10"})
    @Descriptor("whether equipment is there, and how fast it answers: over its call, or as its server says (issuer)")
    public void ping(
            CommandSession session,
            @Descriptor("N: so often, a second between two, until Ctrl-C; 1 to 1000000; default 1")
                    @Parameter(
                            names = {"-n", "--count"},
                            absentValue = "1")
                    String count,
            @AsJson boolean json,
            @Descriptor("EQUIPMENT: its name here") String id)
            throws InterruptedException {
        int times = Numbers.within("--count", count, 1, MOST);
        EquipmentId equipment = new EquipmentId(id);
        IssuerControl issuer = roles.issuer();
        Optional<CallStatus> call = standing(equipment);
        Terminal terminal = Terminal.of(session);
        List<PingAnswer> answers = new ArrayList<>();
        for (int left = times; left > 0; left--) {
            PingAnswer answer = call.isPresent()
                    ? PingAnswer.over(
                            call.get(), Await.on(forwards.ping(call.get().ring())))
                    : PingAnswer.of(
                            Await.on(issuer.presence(List.of(equipment))).get(0));
            if (json) {
                answers.add(answer);
            } else if (answer.there() || left > 1) {
                terminal.out().println(answer.text());
            }
            if (left == 1) {
                end(equipment, call.isPresent(), answers, answer, json, terminal);
            } else if (terminal.outputLost()) {
                return;
            } else {
                TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            }
        }
    }

    /** The last answer decides whether the command succeeded. */
    private static void end(
            EquipmentId equipment,
            boolean overCall,
            List<PingAnswer> answers,
            PingAnswer last,
            boolean json,
            Terminal terminal) {
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("format", Json.FORMAT);
            all.put("equipment", equipment);
            all.put("over", overCall ? "call" : "server");
            all.put("answers", answers.stream().map(PingAnswer::json).toList());
            terminal.out().println(Json.write(all));
        }
        if (!last.there()) {
            throw CommandFailure.refused(last.text());
        }
    }

    /** The latest call from here to it that stands. */
    private Optional<CallStatus> standing(EquipmentId equipment) {
        return forwards.everyCall().stream()
                .filter(call -> call.stands()
                        && call.role() == Role.ISSUER
                        && call.equipment().equals(equipment))
                .reduce((earlier, later) -> later);
    }
}
