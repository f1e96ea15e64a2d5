package org.ringback.shell.internal;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Function;
import org.jspecify.annotations.Nullable;

/**
 * One command of the scope {@code ringback}. Each public method with a {@link Descriptor} is a {@link Form}: its
 * annotations define the parsing of arguments, the usage lines and {@code help}; a class with several has one too. Gogo's own matching of methods is not
 * used, as it turns the ID {@code 007} into a number and shows Java types to a person. Thread-safe.
 */
public abstract class Command implements Function {
    /**
     * The forms by command class, read once, as the container makes a new object each time that the command is given.
     */
    private static final Map<Class<?>, List<Form>> FORMS = new ConcurrentHashMap<>();

    private final String name;
    private final List<Form> forms;

    Command(String name) {
        this.name = name;
        this.forms = FORMS.computeIfAbsent(getClass(), command -> Form.all(name, command));
    }

    @Override
    public final @Nullable Object execute(CommandSession session, List<Object> arguments) throws Exception {
        List<String> words = arguments.stream().map(String::valueOf).toList();
        if (forms.get(0).asksForHelp(words)) {
            HelpText.print(this, Terminal.of(session).out());
            return null;
        }
        Form form = formFor(words);
        Object[] values = form.bind(session, words, usage());
        if (!form.wantsLines(words)) {
            return invoked(form, values);
        }
        ActOutput act = ActOutput.begin(name, Terminal.of(session).out());
        try {
            Object answer = invoked(form, values);
            act.print();
            return answer;
        } finally {
            ActOutput.end();
        }
    }

    private @Nullable Object invoked(Form form, Object[] values) throws Exception {
        try {
            return form.method().invoke(this, values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** The form that has as many operands as were given; else the longest one, which then says what is missing. */
    private Form formFor(List<String> words) {
        return forms.stream().filter(form -> form.fits(words)).findFirst().orElseGet(() -> forms.get(forms.size() - 1));
    }

    String name() {
        return name;
    }

    List<Form> forms() {
        return forms;
    }

    /** What it does in one line, for the list of commands: of several forms its class says it. */
    String text() {
        Descriptor whole = getClass().getAnnotation(Descriptor.class);
        return whole == null ? forms.get(0).text() : whole.value();
    }

    /** The roles that its forms need, each once; empty if one form needs none. */
    String role() {
        return forms.stream().anyMatch(form -> form.role().isEmpty())
                ? ""
                : LocalRole.those(role -> forms.stream().anyMatch(form -> form.needs(role))).stream()
                        .map(LocalRole::label)
                        .collect(Collectors.joining(", "));
    }

    /** Whether a start that has not come to a role yet has to be waited for, as without it the answer would be wrong. */
    boolean concerns(LocalRole role) {
        return role().isEmpty() ? tellsOfRoles() : forms.stream().anyMatch(form -> form.needs(role));
    }

    /** Whether a command that needs no role in particular tells what roles know. */
    boolean tellsOfRoles() {
        return false;
    }

    String usage() {
        return forms.stream().map(Form::usage).collect(Collectors.joining(", or: "));
    }
}
