package org.ringback.shell.internal;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Function;
import org.jspecify.annotations.Nullable;

/**
 * One command of the scope {@code ringback}. Its public methods with a {@link Descriptor} are its forms: their
 * annotations are the one source of the parsing of arguments, of the usage lines and of {@code help}. Gogo's own matching
 * is not used, as it turns the ID {@code 007} into a number and tells a person about Java types. Thread-safe.
 */
public abstract class Command implements Function {
    /** Read once: the container makes a command anew each time that it is given. */
    private static final Map<Class<?>, List<Form>> FORMS = new ConcurrentHashMap<>();

    private final String name;
    private final List<Form> forms;

    Command(String name) {
        this.name = name;
        this.forms = FORMS.computeIfAbsent(getClass(), command -> forms(name, command));
    }

    private static List<Form> forms(String name, Class<?> command) {
        return Arrays.stream(command.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Descriptor.class))
                .map(method -> Form.of(name, method))
                .sorted(Comparator.comparingInt(form -> form.operands().size()))
                .toList();
    }

    @Override
    public final @Nullable Object execute(CommandSession session, List<Object> arguments) throws Exception {
        List<String> words = arguments.stream().map(String::valueOf).toList();
        if (words.contains("--help")) {
            HelpText.print(this, Terminal.of(session).out());
            return null;
        }
        Form form = formFor(words);
        Object[] values = form.bind(session, words, usage());
        try {
            return form.method().invoke(this, values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** The form with as many operands as were given; else the longest, whose complaint names what is missing. */
    private Form formFor(List<String> words) {
        return forms.stream().filter(form -> form.fits(words)).findFirst().orElseGet(() -> forms.get(forms.size() - 1));
    }

    String name() {
        return name;
    }

    List<Form> forms() {
        return forms;
    }

    String usage() {
        return forms.stream().map(Form::usage).collect(Collectors.joining(", or: "));
    }
}
