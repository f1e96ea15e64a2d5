package org.ringback.shell.internal;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingStory;
import org.ringback.api.net.AddressText;

/** The command {@code rings}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=rings"})
public final class RingsCommand extends Command {
    private static final int FEW = 20;
    private static final int MANY = 1_000;

    private final Roles roles;
    private final Forwards forwards;

    /**
     * Makes the command.
     *
     * @param roles finds the roles of this process
     * @param forwards the calls, and the ports that they serve
     */
    @Activate
    public RingsCommand(@Reference Roles roles, @Reference Forwards forwards) {
        super("rings");
        this.roles = roles;
        this.forwards = forwards;
    }

    @Override
    boolean tellsOfRoles() {
        return true;
    }

    /**
     * Lists the latest rings.
     *
     * @param session has the streams of the command
     * @param json whether to print JSON
     * @param limit the most rings
     * @param failed whether to leave out what was answered and what is under way
     * @param person only this one's
     * @param equipment only those to this one
     * @param since only those that began then or later
     * @param prefix beginning of a nonce: prints that ring's whole story
     */
    @Fields({
        "rings[].nonce: the ring",
        "rings[].party: whose story it is: server, acceptor or issuer",
        "rings[].equipment: the equipment wanted",
        "rings[].person: who rang, where this party knows it",
        "rings[].system: as asked for",
        "rings[].protection: of the connection with the server",
        "rings[].keyAgreement: the group that it agreed on",
        "rings[].began: when",
        "rings[].steps[].name: what happened",
        "rings[].steps[].millis: since it began",
        "rings[].steps[].detail: more about it",
        "rings[].millis: from its beginning until it was answered or ended, whatever came of its call later",
        "rings[].way: direct, punched (direct, as both ends dialled, which the issuer alone can tell) or relayed, where it was answered and this party knows",
        "rings[].answered: whether the call-back was accepted; at a gateway and an issuer not if nothing answered the first conversation",
        "rings[].reason: why not",
        "rings[].advice: what to do about it",
        "rings[].forward: where the port listens that its call serves",
        "rings[].ending: what happened to it after its story"
    })
    @Example({"rings --failed --since 2h", "rings 3f2a90c1"})
    @Descriptor("the latest rings, MILLIS until answered or ended; with a nonce the whole story of one")
    public void rings(
            CommandSession session,
            @AsJson boolean json,
            @Descriptor("N: at most so many, 1 to 1000; default 20, with --json all")
                    @Parameter(
                            names = {"-l", "--limit"},
                            absentValue = "")
                    String limit,
            @Descriptor("only those that ended without an answer")
                    @Parameter(
                            names = {"--failed"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean failed,
            @Descriptor("PERSON: only who rang so, where server or gateway know it")
                    @Parameter(
                            names = {"--person"},
                            absentValue = "")
                    String person,
            @Descriptor("EQUIPMENT: only those to this one")
                    @Parameter(
                            names = {"--equipment"},
                            absentValue = "")
                    String equipment,
            @Descriptor("WHEN: only those that began since, 2026-11-30T08:00:00Z, or 30m, 2h, 3d ago")
                    @Parameter(
                            names = {"--since"},
                            absentValue = "")
                    String since,
            @Descriptor("NONCE: a nonce or its beginning") String... prefix) {
        if (prefix.length > 1) {
            throw CommandFailure.usage("rings: too many words (expected: " + usage() + ")");
        }
        int shown = limit.isEmpty() ? json ? Integer.MAX_VALUE : FEW : Numbers.within("--limit", limit, 1, MANY);
        StoryFilter wanted = StoryFilter.of(failed, person, equipment, since, Instant.now());
        List<RingStory> stories = roles.books()
                .flatMap(book -> book.stories().stream())
                .filter(story -> prefix.length == 0 || story.nonce().hex().startsWith(prefix[0]))
                .filter(wanted)
                .sorted(Comparator.comparing(RingStory::began).reversed())
                .limit(shown)
                .toList();
        Terminal terminal = Terminal.of(session);
        if (json) {
            terminal.out()
                    .println(Json.write(
                            Json.list("rings", stories.stream().map(this::json).toList())));
        } else if (prefix.length == 1) {
            if (stories.isEmpty()) {
                throw CommandFailure.refused("nonce: " + prefix[0] + " (expected: one of those that 'rings' lists)");
            }
            for (RingStory story : stories) {
                StoryPrinter.print(story, ending(story), terminal.out());
                forwards.of(story).ifPresent(one -> terminal.out().println("  " + ForwardText.words(one)));
            }
        } else {
            print(stories, terminal);
            if (stories.isEmpty()) {
                terminal.err()
                        .println(
                                wanted.all()
                                        ? "No ring yet."
                                        : "No such ring." + new Known(roles).unknown(wanted.equipment()));
            }
        }
    }

    /** {@return the latest rings to one piece of equipment, as JSON} */
    List<Map<String, Object>> json(EquipmentId equipment, int limit) {
        return roles.books()
                .flatMap(book -> book.stories().stream())
                .filter(story -> story.equipment().equals(equipment))
                .sorted(Comparator.comparing(RingStory::began).reversed())
                .limit(limit)
                .map(this::json)
                .toList();
    }

    private Map<String, Object> json(RingStory story) {
        Map<String, Object> json = StoryPrinter.json(story);
        forwards.of(story)
                .ifPresent(one ->
                        json.put("forward", AddressText.print(one.forward().local())));
        forwards.aftermath().of(story).ifPresent(ending -> json.put("ending", ending));
        return json;
    }

    private String ending(RingStory story) {
        return forwards.aftermath().of(story).orElseGet(() -> StoryPrinter.ending(story));
    }

    private void print(List<RingStory> stories, Terminal terminal) {
        Table table = new Table("BEGAN", "PARTY", "PERSON", "EQUIPMENT", "SYSTEM", "MILLIS", "NONCE", "WAY", "ENDED");
        for (RingStory story : stories) {
            String millis = story.steps().isEmpty()
                    ? "-"
                    : String.format(Locale.ROOT, "%.1f", StoryPrinter.millis(story.soFar()));
            table.row(
                    Times.exact(story.began()),
                    story.party(),
                    story.person().map(EquipmentId::value).orElse("-"),
                    story.equipment().value(),
                    story.system().label(),
                    millis,
                    story.nonce().hex().substring(0, 8),
                    story.way().orElse("-"),
                    ending(story)
                            + forwards.of(story)
                                    .map(one -> ", " + ForwardText.words(one))
                                    .orElse(""));
        }
        table.print(terminal.out());
    }
}
