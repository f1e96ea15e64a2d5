package org.ringback.shell.internal;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.ringback.shell.link.Quoting;

/** The command {@code watch}: runs another one again and again, until it is interrupted. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=watch"})
public final class WatchCommand extends Command {
    /** Clears a terminal and begins at its first line (ECMA-48: CUP, ED). */
    private static final String CLEAR = "\u001b[H\u001b[2J";

    private static final int SLOWEST = 3_600;
    private static final int MOST_TIMES = 1_000_000;

    /** Makes the command. */
    @Activate
    public WatchCommand() {
        super("watch");
    }

    /**
     * Runs a command until the person has seen enough.
     *
     * @param session has the streams of the command
     * @param seconds how long to wait between
     * @param times how often at most; empty for no end
     * @param command its words
     * @throws Exception if the command fails
     */
    @Descriptor("run a command again and again, until Ctrl-C")
    @Example({"watch status", "watch -n 10 rings -l 5"})
    public void watch(
            CommandSession session,
            @Descriptor("SECONDS: between two runs, 1 to 3600; default 2")
                    @Parameter(
                            names = {"-n", "--interval"},
                            absentValue = "2")
                    String seconds,
            @Descriptor("N: so often, and not until Ctrl-C; 1 to 1000000")
                    @Parameter(
                            names = {"--times"},
                            absentValue = "")
                    String times,
            @Descriptor("COMMAND...: the command and its words; as one word, in quotes, with pipes") String... command)
            throws Exception {
        int pause = Numbers.within("--interval", seconds, 1, SLOWEST);
        int left = times.isEmpty() ? Integer.MAX_VALUE : Numbers.within("--times", times, 1, MOST_TIMES);
        if (command.length == 0) {
            throw CommandFailure.usage("watch: the command is missing (expected: " + usage() + ")");
        }
        if (!Terminal.isLast()) {
            throw CommandFailure.usage(
                    "watch: its output is read by another command (expected: the pipe within it: watch"
                            + " 'rings | grep lamp-1')");
        }
        String line = command.length == 1
                ? command[0]
                : List.of(command).stream().map(Quoting::quoted).collect(Collectors.joining(" "));
        String title = "every " + pause + " s: " + Stream.of(command).collect(Collectors.joining(" "));
        Terminal terminal = Terminal.of(session);
        while (true) {
            if (TerminalOutput.isTerminal(terminal.out())) {
                terminal.out().print(CLEAR);
            }
            terminal.out().println(title + ", " + Times.second(Instant.now()));
            Object answer = session.execute(line);
            if (answer != null) {
                terminal.out().println(answer);
            }
            left--;
            if (left <= 0 || terminal.outputLost()) {
                return;
            }
            TimeUnit.SECONDS.sleep(pause);
        }
    }
}
