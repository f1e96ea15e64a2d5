package org.ringback.runtime.console;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Takes lines from a terminal and has the program run them, until the person leaves. Ctrl-C drops the line that is typed,
 * or ends the command that runs. Used once, by one thread.
 */
public final class Console implements Person, AutoCloseable {
    private static final Set<String> LEAVE = Set.of("exit", "quit", "logout");
    /** The exit code of a command line that is wrong. */
    private static final int WRONG_LINE = 2;

    private static final int KEPT_LINES = 1_000;
    /** So many words are listed without a question. */
    private static final int LONGEST_LIST = 300;

    private final ConsoleProgram program;
    private final Terminal terminal;
    private final KeptHistory history;
    private final LineReader reader;
    /** Asks; what is typed there is never kept. */
    private final LineReader asking;

    private final Object commands = new Object();

    @GuardedBy("commands")
    private @Nullable Thread running;

    /**
     * Takes the terminal of this process.
     *
     * @param program runs the lines
     * @param history the file of what was typed
     * @throws IOException if there is no terminal
     */
    public Console(ConsoleProgram program, Path history) throws IOException {
        this(program, history, TerminalBuilder.builder().name("ringback").build());
    }

    Console(ConsoleProgram program, Path file, Terminal terminal) {
        this.program = program;
        history = new KeptHistory(file);
        this.terminal = terminal;
        reader = LineReaderBuilder.builder()
                .appName("ringback")
                .terminal(terminal)
                .parser(new Lines())
                .completer(new ProgramCompleter(program))
                .history(history)
                .variable(LineReader.HISTORY_SIZE, KEPT_LINES)
                .variable(LineReader.LIST_MAX, LONGEST_LIST)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
        asking = LineReaderBuilder.builder()
                .terminal(terminal)
                .parser(new Lines())
                .variable(LineReader.DISABLE_HISTORY, true)
                // Without this it would take backslashes out of what is typed.
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
        history.begin().ifPresent(why -> terminal.writer()
                .println("what was typed earlier cannot be read: " + why + " (expected: text in " + file + ")"));
        terminal.handle(Terminal.Signal.INT, signal -> interrupt());
    }

    private void interrupt() {
        synchronized (commands) {
            if (running != null) {
                running.interrupt();
            }
        }
    }

    private void setRunning(@Nullable Thread thread) {
        synchronized (commands) {
            running = thread;
        }
    }

    /** Takes lines until the person leaves by {@code exit} or Ctrl-D. */
    public void run() {
        for (String line = next(); line != null && !LEAVE.contains(line); line = next()) {
            if (!line.isEmpty()) {
                run(line);
            }
        }
    }

    /** {@return what was typed; nothing of a line that Ctrl-C dropped; null at the end} */
    private @Nullable String next() {
        try {
            return reader.readLine(prompt()).strip();
        } catch (UserInterruptException e) {
            return "";
        } catch (EndOfFileException e) {
            return null;
        }
    }

    private void run(String line) {
        List<List<String>> commands = Lines.commands(line);
        List<String> words = commands.size() == 1 ? commands.get(0) : List.of();
        setRunning(Thread.currentThread());
        try {
            int exit = program.run(line, words, this, terminal.getWidth());
            if (exit != WRONG_LINE) {
                history.understood(line);
            }
        } catch (IOException e) {
            terminal.writer().println("the line is not kept: " + e.getMessage());
        } finally {
            setRunning(null); // no interrupt comes after this
            if (Thread.interrupted()) {
                terminal.writer().println(); // behind the ^C
            }
        }
    }

    /** Names the program, and says how much of it needs a person. */
    private String prompt() {
        Optional<String> warnings = program.ask(List.of("warnings"));
        long lines = warnings.stream().flatMap(String::lines).count();
        String needs = warnings.isEmpty() ? " (does not answer)" : lines == 0 ? "" : " (" + lines + " to look at)";
        return program.name() + needs + "> ";
    }

    @Override
    public boolean isThere() {
        return true;
    }

    @Override
    public char @Nullable [] secret(String prompt) {
        @Nullable String typed = asked(prompt, '\0');
        return typed == null ? null : typed.toCharArray();
    }

    @Override
    public @Nullable String answer(String question) {
        return asked(question, null);
    }

    private @Nullable String asked(String prompt, @Nullable Character mask) {
        setRunning(null);
        try {
            return asking.readLine(prompt, mask);
        } catch (UserInterruptException | EndOfFileException e) {
            return null;
        } finally {
            setRunning(Thread.currentThread());
        }
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
