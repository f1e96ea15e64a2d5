package org.ringback.shell.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The command {@code grep}, for Gogo's pipes: Gogo itself brings none. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=grep"})
public final class GrepCommand extends Command {
    /** Makes the command. */
    @Activate
    public GrepCommand() {
        super("grep");
    }

    /**
     * Prints the lines of standard input that have something.
     *
     * @param session has the streams of the command
     * @param ignoreCase whether upper and lower case are the same
     * @param invert whether to print the lines that do not have it
     * @param count whether to print only how many
     * @param pattern what they have
     * @throws IOException if standard input cannot be read
     */
    @Descriptor("the lines of another command's output that have something")
    @Example({"status | grep lamp-1", "rings | grep 'not answered'"})
    public void grep(
            CommandSession session,
            @Descriptor("upper and lower case are the same")
                    @Parameter(
                            names = {"-i", "--ignore-case"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean ignoreCase,
            @Descriptor("the lines that do not have it")
                    @Parameter(
                            names = {"-v", "--invert-match"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean invert,
            @Descriptor("only how many lines")
                    @Parameter(
                            names = {"-c", "--count"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean count,
            @Descriptor("PATTERN: a regular expression of Java") String pattern)
            throws IOException {
        Pattern wanted = compiled(pattern, ignoreCase);
        Terminal terminal = Terminal.of(session);
        BufferedReader lines = linesOf(terminal.in());
        long found = 0;
        for (String line = lines.readLine(); line != null && !terminal.outputLost(); line = lines.readLine()) {
            if (wanted.matcher(line).find() != invert) {
                found++;
                if (!count) {
                    terminal.out().println(line);
                }
            }
        }
        if (count) {
            terminal.out().println(found);
        } else if (found == 0) {
            throw CommandFailure.refused("grep: " + pattern + ": in " + (invert ? "every line" : "no line")
                    + " (expected: a line that " + (invert ? "lacks" : "has") + " it)");
        }
    }

    /** Reads text; nobody closes it, as the stream is the session's. */
    private static BufferedReader linesOf(InputStream in) {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    private static Pattern compiled(String pattern, boolean ignoreCase) {
        try {
            return Pattern.compile(pattern, ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0);
        } catch (PatternSyntaxException e) {
            throw CommandFailure.usage("grep: " + pattern + " (expected: a regular expression: " + e.getDescription()
                    + " at " + e.getIndex() + ")");
        }
    }
}
