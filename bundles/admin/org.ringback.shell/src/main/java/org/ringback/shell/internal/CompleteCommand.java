package org.ringback.shell.internal;

import java.util.Arrays;
import java.util.Map;
import org.apache.felix.gogo.runtime.CommandProxy;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The command {@code complete}: what consoles and the completion of system shells ask. Each line of its answer has a
 * word, a tab, and a few words about it. A line without a word asks the caller for names of files. Thread-safe.
 */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=complete"})
public final class CompleteCommand extends Command {
    private static final String OURS = "ringback:";

    private final Vocabulary vocabulary;

    /**
     * Makes the command.
     *
     * @param vocabulary knows the words of this program
     */
    @Activate
    public CompleteCommand(@Reference Vocabulary vocabulary) {
        super("complete");
        this.vocabulary = vocabulary;
    }

    /**
     * Prints the words that may come next.
     *
     * @param session has the streams of the command
     * @param words the words of a command line, the last one as far as it is typed
     */
    @Descriptor("which words may come next in a command line: for consoles and the completion of system shells")
    @Example("complete rings --l")
    public void complete(
            CommandSession session,
            @Descriptor("COMMAND...: its words, the last one as far as it is typed; '' if none is begun")
                    String... words) {
        Map<String, String> names = ContainerSessions.names(session);
        new Completion(names, scoped -> ours(session, scoped), vocabulary)
                .of(Arrays.asList(words))
                .forEach(one -> Terminal.of(session).out().println(one.word() + "\t" + one.text()));
    }

    /** A command of this bundle: Gogo has it behind a proxy where it is a service. */
    private static @Nullable Command ours(CommandSession session, String scoped) {
        Object found = session.get(scoped.contains(":") ? scoped : OURS + scoped);
        if (!(found instanceof CommandProxy proxy)) {
            return found instanceof Command command ? command : null;
        }
        try {
            return proxy.getTarget() instanceof Command command ? command : null;
        } finally {
            proxy.ungetTarget();
        }
    }
}
