package org.ringback.shell.internal;

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

    /**
     * Lists the latest rings.
     *
     * @param session has the streams of the command
     * @param json whether to print JSON
     * @param limit the most rings
     * @param prefix beginning of a nonce: prints that ring's whole story
     */
    @Example({"rings -l 5", "rings 3f2a90c1"})
    @Descriptor("the latest rings; with a nonce the whole story of one")
    public void rings(
            CommandSession session,
            @Descriptor("print JSON")
                    @Parameter(
                            names = {"--json"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean json,
            @Descriptor("N: at most so many, 1 to 1000; default 20, with --json all")
                    @Parameter(
                            names = {"-l", "--limit"},
                            absentValue = "")
                    String limit,
            @Descriptor("NONCE: a nonce or its beginning") String... prefix) {
        if (prefix.length > 1) {
            throw CommandFailure.usage("rings: too many words (expected: " + usage() + ")");
        }
        int shown = limit.isEmpty() ? json ? Integer.MAX_VALUE : FEW : Numbers.within("--limit", limit, 1, MANY);
        List<RingStory> stories = roles.books()
                .flatMap(book -> book.stories().stream())
                .filter(story -> prefix.length == 0 || story.nonce().hex().startsWith(prefix[0]))
                .sorted(Comparator.comparing(RingStory::began).reversed())
                .limit(shown)
                .toList();
        Terminal terminal = Terminal.of(session);
        if (json) {
            terminal.out().println(Json.write(stories.stream().map(this::json).toList()));
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
        }
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
        Table table = new Table("BEGAN", "PARTY", "EQUIPMENT", "SYSTEM", "MILLIS", "NONCE", "ENDED");
        for (RingStory story : stories) {
            String millis = story.steps().isEmpty()
                    ? "-"
                    : String.format(
                            Locale.ROOT,
                            "%.1f",
                            StoryPrinter.millis(
                                    story.steps().get(story.steps().size() - 1).at()));
            table.row(
                    Times.minute(story.began()),
                    story.party(),
                    story.equipment().value(),
                    story.system().label(),
                    millis,
                    story.nonce().hex().substring(0, 8),
                    ending(story)
                            + forwards.of(story)
                                    .map(one -> ", " + ForwardText.words(one))
                                    .orElse(""));
        }
        table.print(terminal.out());
        if (stories.isEmpty()) {
            terminal.err().println("No ring yet.");
        }
    }
}
