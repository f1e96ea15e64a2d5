package org.ringback.shell.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.limits.LimitUse;

/** The command {@code limits}: how near this program came to each of its limits. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=limits"})
public final class LimitsCommand extends Command {
    /** From how many per cent on a limit is near. */
    static final int NEAR = 80;

    /** The fullest first: now, then ever. */
    private static final Comparator<LimitUse> ORDER = Comparator.comparingInt(LimitUse::percentNow)
            .thenComparingInt(LimitUse::percentMost)
            .reversed()
            .thenComparing(use -> use.limit().name());

    private final Roles roles;

    /**
     * Makes the command.
     *
     * @param roles find who keeps limits
     */
    @Activate
    public LimitsCommand(@Reference Roles roles) {
        super("limits");
        this.roles = roles;
    }

    /**
     * Prints how much of each limit is used.
     *
     * @param session has the streams of the command
     * @param near whether to leave out what was never near
     * @param json whether to print JSON
     */
    @Fields({
        "limits[].what: what is limited",
        "limits[].at: the bundle that keeps it",
        "limits[].now: how many there are; of what each of several has, at the one that has most",
        "limits[].most: the most that there were since that bundle was started",
        "limits[].limit: how many there may be",
        "limits[].who: who has most of it now, where that is known",
        "limits[].key: the key of the configuration that changes it, if one does"
    })
    @Example({"limits", "limits --near"})
    @Descriptor("how much of each limit is used, the most that was since the start, by whom, and which key changes it")
    public void limits(
            CommandSession session,
            @Descriptor("only those of which more than 80 % are used, or were since the start")
                    @Parameter(
                            names = {"--near"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean near,
            @AsJson boolean json) {
        Terminal terminal = Terminal.of(session);
        List<String> leftOut = new ArrayList<>();
        List<LimitUse> uses = roles.limits(leftOut::add).stream()
                .filter(use -> !near || use.percentMost() > NEAR)
                .sorted(ORDER)
                .toList();
        leftOut.forEach(line -> terminal.err().println(Visible.line(line)));
        if (json) {
            terminal.out()
                    .println(Json.write(Json.list(
                            "limits", uses.stream().map(LimitsCommand::json).toList())));
        } else if (!uses.isEmpty()) {
            print(uses, terminal);
        } else if (leftOut.isEmpty()) {
            terminal.err()
                    .println(
                            near
                                    ? "No limit was near since the start."
                                    : "Nobody here keeps a limit that could be reached.");
        }
    }

    /** Who has most stands in a table of its own, so that a line fits a narrow terminal. */
    private static void print(List<LimitUse> uses, Terminal terminal) {
        Table table = new Table("WHAT", "NOW", "MOST", "LIMIT", "KEY");
        Table who = new Table("MOST OF IT HAS", "WHAT");
        for (LimitUse use : uses) {
            table.row(
                    use.limit().name(),
                    String.valueOf(use.now()),
                    String.valueOf(use.most()),
                    String.valueOf(use.value()),
                    use.limit().key().orElse(""));
            use.who().ifPresent(name -> who.row(Visible.line(name), use.limit().name()));
        }
        table.print(terminal.out());
        if (uses.stream().anyMatch(use -> use.who().isPresent())) {
            terminal.out().println();
            who.print(terminal.out());
        }
    }

    private static Map<String, Object> json(LimitUse use) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("what", use.limit().name());
        json.put("at", use.limit().at());
        json.put("now", use.now());
        json.put("most", use.most());
        json.put("limit", use.value());
        use.who().ifPresent(name -> json.put("who", name));
        use.limit().key().ifPresent(key -> json.put("key", key));
        return json;
    }
}
