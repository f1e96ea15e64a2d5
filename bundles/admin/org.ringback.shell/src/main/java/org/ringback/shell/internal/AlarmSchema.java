package org.ringback.shell.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.ringback.api.configuration.Key;
import org.ringback.api.configuration.Schema;

/** The configuration of what is run when a warning appears. Immutable. */
@Component(service = Schema.class)
public final class AlarmSchema extends Schema<List<String>> {
    /** PID of the configuration; a file of its own, so that a program that is missing does not take the shell away. */
    static final String PID = "org.ringback.shell.alarm";

    /** Its one key, as messages name it: as the file and the command {@code config} do. */
    static final String NAME = PID + ": on-alarm";

    private final Path home;

    private final Key<List<String>> command = key("on-alarm", this::words)
            .expects("empty, or the absolute path of a program, and words for it")
            .says("A program that is run once for each new warning that stands for 5 s, without a shell; its words are"
                    + " separated by blanks, and none is replaced. It gets the warning as a line of JSON on standard"
                    + " input and in RINGBACK_ALARM, the home in RINGBACK_HOME, and, with all that it starts, 30 s. Its path has no"
                    + " link, and only its owner, who is this home's or root, may be able to write it and the folders"
                    + " above it. That alone is judged: of /bin/sh FILE, who may write FILE is not.");

    /**
     * Makes the schema for one process.
     *
     * @param context knows the home directory
     */
    @Activate
    public AlarmSchema(BundleContext context) {
        this(Path.of(Objects.requireNonNullElse(context.getProperty("ringback.home"), ".")));
    }

    AlarmSchema(Path home) {
        super(PID, "what is run when something comes to need a person, to send a mail for example.");
        this.home = home.toAbsolutePath();
    }

    /** The home directory of this process. */
    Path home() {
        return home;
    }

    /** {@return the program and its words; empty if none is run} */
    @Override
    public List<String> read(Map<String, ?> values) {
        return command.in(values);
    }

    private List<String> words(String text) {
        if (text.isBlank()) {
            return List.of();
        }
        List<String> words = List.of(text.strip().split("\\s+"));
        AlarmProgram.judge(Path.of(words.get(0)), home);
        return words;
    }
}
