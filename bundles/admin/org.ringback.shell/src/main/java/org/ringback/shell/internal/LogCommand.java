package org.ringback.shell.internal;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code log}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=log"})
public final class LogCommand extends Command {
    private static final int MOST = 10_000;

    /** How often to look for further lines. */
    private static final long LOOK_MILLIS = 500;

    private final LogFile log;

    /**
     * Makes the command.
     *
     * @param log the log file
     */
    @Activate
    public LogCommand(@Reference LogFile log) {
        super("log");
        this.log = log;
    }

    /**
     * Prints the end of the log.
     *
     * @param session has the streams of the command
     * @param json whether to print JSON
     * @param lines how many lines
     * @param like part of each line; empty for any
     * @param follow whether to go on with what comes
     * @throws InterruptedException if the person has seen enough
     */
    @Fields("log[]: a line")
    @Example({"log -n 20 --like ERROR", "log --follow"})
    @Descriptor("the end of the program's log file")
    public void log(
            CommandSession session,
            @AsJson boolean json,
            @Descriptor("N: the last so many lines, 1 to 10000; default 50")
                    @Parameter(
                            names = {"-n", "--lines"},
                            absentValue = "50")
                    String lines,
            @Descriptor("TEXT: only lines that contain it")
                    @Parameter(
                            names = {"--like"},
                            absentValue = "")
                    String like,
            @Descriptor("go on with the lines that come, until Ctrl-C")
                    @Parameter(
                            names = {"-f", "--follow"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean follow)
            throws InterruptedException {
        int most = Numbers.within("--lines", lines, 1, MOST);
        if (json && follow) {
            throw CommandFailure.usage("--json: stands beside --follow (expected: one of the two)");
        }
        Predicate<String> wanted = line -> line.contains(like);
        Terminal terminal = Terminal.of(session);
        try (LogFile.Reading reading = log.open()) {
            List<String> last = reading.last(most, wanted);
            if (json) {
                terminal.out().println(Json.write(Json.list("log", last)));
                return;
            }
            last.forEach(terminal.out()::println);
            if (last.isEmpty() && !follow) {
                terminal.err().println(like.isEmpty() ? "The log is empty." : "No line of the log has " + like + ".");
            }
            while (follow && !terminal.outputLost()) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                reading.more(line -> {
                    if (wanted.test(line)) {
                        terminal.out().println(line);
                    }
                });
            }
        }
    }
}
