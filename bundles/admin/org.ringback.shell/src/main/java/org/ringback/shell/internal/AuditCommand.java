package org.ringback.shell.internal;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.Amount;
import org.ringback.api.audit.AuditCheck;
import org.ringback.api.audit.AuditEntry;
import org.ringback.api.audit.AuditLine;
import org.ringback.api.audit.AuditLog;

/** The command {@code audit}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=audit"})
public final class AuditCommand extends Command {
    private static final int FEW = 20;
    private static final String VERIFY = "verify";

    private final Roles roles;

    /**
     * Makes the command.
     *
     * @param roles have the log
     */
    @Activate
    public AuditCommand(@Reference Roles roles) {
        super("audit");
        this.roles = roles;
    }

    /**
     * Lists the latest entries, or checks all.
     *
     * @param session has the streams of the command
     * @param json whether to print JSON
     * @param limit the most entries
     * @param what the only kind of act to show; empty for all
     * @param who a part of who did it; empty for all
     * @param words {@code verify}, or nothing
     */
    @Fields({
        "audit[].number: of the line",
        "audit[].when: it was written",
        "audit[].what: what was done: ring, refusal, grant and so on",
        "audit[].who: who did it, as this program knows",
        "audit[].object: what it was done to",
        "audit[].from: from where",
        "audit[].outcome: what came of it",
        "files: of audit verify, how many files were checked",
        "good: of audit verify, how many lines are good",
        "from: of audit verify, when the first of them was written",
        "to: of audit verify, when the last was",
        "wrong[]: of audit verify, what is wrong, by file and line",
        "acknowledged[]: of audit verify, what is wrong and was acknowledged by clear-alarm"
    })
    @Example({"audit -l 20 --what grant", "audit verify"})
    @Descriptor("who did what, from where, and what came of it, the latest first; 'audit verify' checks every line")
    public void audit(
            CommandSession session,
            @AsJson boolean json,
            @Descriptor("N: at most so many, 1 to 1000; default 20")
                    @Parameter(
                            names = {"-l", "--limit"},
                            absentValue = "")
                    String limit,
            @Descriptor("WHAT: only acts of this name, for example grant or refusal")
                    @Parameter(
                            names = {"--what"},
                            absentValue = "")
                    String what,
            @Descriptor("WHO: only acts of those whose name has this in it")
                    @Parameter(
                            names = {"--who"},
                            absentValue = "")
                    String who,
            @Descriptor("verify: check that no line was changed, and none is missing") String... words) {
        boolean verify = List.of(words).equals(List.of(VERIFY));
        if (words.length > 0 && !(verify && limit.isEmpty() && what.isEmpty() && who.isEmpty())) {
            throw CommandFailure.usage("audit: " + String.join(" ", words) + " (expected: " + usage()
                    + ", verify without other options than --json)");
        }
        int shown = limit.isEmpty() ? FEW : Numbers.within("--limit", limit, 1, AuditLog.MOST);
        Terminal terminal = Terminal.of(session);
        AuditLog log = roles.acts().found();
        try {
            if (verify) {
                verify(log.verify(), json, terminal);
            } else {
                list(latest(log, shown, what, who.toLowerCase(Locale.ROOT)), json, terminal);
            }
        } catch (IOException e) {
            throw CommandFailure.refused("audit: cannot be read: " + e.getMessage()
                    + " (expected: HOME/state/audit, for this program to read)");
        }
    }

    private static List<AuditLine> latest(AuditLog log, int limit, String what, String who) throws IOException {
        List<AuditLine> found = new ArrayList<>();
        List<AuditLine> page = log.latest(Long.MAX_VALUE, AuditLog.MOST);
        while (!page.isEmpty() && found.size() < limit) {
            page.stream()
                    .filter(line -> what.isEmpty() || line.entry().what().equals(what))
                    .filter(line -> line.entry().who().toLowerCase(Locale.ROOT).contains(who))
                    .limit((long) limit - found.size())
                    .forEach(found::add);
            page = log.latest(page.get(page.size() - 1).number(), AuditLog.MOST);
        }
        return found;
    }

    private static void list(List<AuditLine> lines, boolean json, Terminal terminal) {
        if (json) {
            terminal.out()
                    .println(Json.write(Json.list(
                            "audit", lines.stream().map(AuditCommand::json).toList())));
            return;
        }
        if (lines.isEmpty()) {
            terminal.err().println("Nothing of that kind is recorded.");
            return;
        }
        Table table = new Table("WHEN", "WHAT", "WHO", "OBJECT", "FROM", "OUTCOME");
        for (AuditLine line : lines) {
            AuditEntry entry = line.entry();
            table.row(
                    Times.exact(line.when()),
                    dash(entry.what()),
                    dash(entry.who()),
                    dash(entry.object()),
                    dash(entry.from()),
                    entry.outcome());
        }
        table.print(terminal.out());
    }

    private static String dash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    private static Map<String, Object> json(AuditLine line) {
        AuditEntry entry = line.entry();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", line.number());
        json.put("when", line.when());
        json.put("what", entry.what());
        json.put("who", entry.who());
        json.put("object", entry.object());
        json.put("from", entry.from());
        json.put("outcome", entry.outcome());
        return json;
    }

    private static void verify(AuditCheck check, boolean json, Terminal terminal) {
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("format", Json.FORMAT);
            all.put("files", check.files());
            all.put("good", check.lines());
            check.from().ifPresent(from -> all.put("from", from));
            check.to().ifPresent(to -> all.put("to", to));
            all.put("wrong", texts(check.wrong()));
            all.put("acknowledged", texts(check.acknowledged()));
            terminal.out().println(Json.write(all));
        } else {
            print(check, terminal.out());
        }
        if (!check.wrong().isEmpty()) {
            throw CommandFailure.refused(
                    "audit: " + Amount.of(check.wrong().size(), "place is", "places are")
                            + " not as written; next: copy HOME/state/audit to where nobody changes it, and find out who could"
                            + " write there: only this program's user should; then clear-alarm --audit, which ends the warning");
        }
    }

    /** Prints what was checked, and a line for each place where it is not as it was written. */
    private static void print(AuditCheck check, PrintStream out) {
        out.println("audit: " + Amount.of(check.lines(), "line is good", "lines are good") + " in "
                + Amount.of(check.files(), "file")
                + check.from()
                        .flatMap(from -> check.to().map(to -> ", from " + from + " to " + to))
                        .orElse(""));
        texts(check.wrong()).forEach(text -> out.println("WRONG: " + text));
        texts(check.acknowledged()).forEach(text -> out.println("acknowledged: " + text));
    }

    private static List<String> texts(List<AuditCheck.Wrong> places) {
        return places.stream().map(AuditCheck.Wrong::text).toList();
    }
}
