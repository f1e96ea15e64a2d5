package org.ringback.shell.internal;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.control.BundleChange;

/** The command {@code updates}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=updates"})
public final class UpdatesCommand extends Command {
    private final Updater updater;

    /**
     * Tells what became of updates.
     *
     * @param updater knows them
     */
    @Activate
    public UpdatesCommand(@Reference Updater updater) {
        super("updates");
        this.updater = updater;
    }

    /**
     * Lists what was done to bundles.
     *
     * @param session whose streams are used
     * @param json whether a program reads it
     */
    @Fields({
        "updates[].when: when it ended",
        "updates[].what: the command, or the folder that it came by",
        "updates[].done: whether it was done",
        "updates[].words: what became of it",
        "updates[].millis.*: how long each step took, by its name"
    })
    @Example("updates")
    @Descriptor("what was deployed, updated and undeployed since the start, what was refused and why")
    public void updates(CommandSession session, @AsJson("print JSON, with milliseconds for each step") boolean json) {
        List<BundleChange> all = updater.control().changes();
        Terminal terminal = Terminal.of(session);
        if (json) {
            terminal.out()
                    .println(Json.write(Json.list(
                            "updates", all.stream().map(UpdatesCommand::json).toList())));
            return;
        }
        if (all.isEmpty()) {
            terminal.err().println("Nothing was deployed or updated since the start.");
            return;
        }
        PrintStream out = terminal.out();
        for (BundleChange one : all) {
            out.println(Times.minute(one.when()) + "  " + one.what() + (one.done() ? ", done: " : ", NOT done: ")
                    + one.words());
            if (!one.millis().isEmpty()) {
                out.println("    " + steps(one));
            }
        }
    }

    private static String steps(BundleChange one) {
        return one.millis().entrySet().stream()
                .map(step -> step.getKey() + " " + step.getValue() + " ms")
                .collect(Collectors.joining(", "));
    }

    private static Map<String, Object> json(BundleChange one) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("when", one.when());
        json.put("what", one.what());
        json.put("done", one.done());
        json.put("words", one.words());
        json.put("millis", one.millis());
        return json;
    }
}
