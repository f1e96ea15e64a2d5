package org.ringback.shell.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;

/**
 * What one parameter of a command's method takes. A description may begin with the name in usage lines:
 * {@code N: at most so many}; {@code < FILE: …} means standard input. Immutable.
 *
 * @param kind option, operand or otherwise
 * @param names the names of an option, the long one last
 * @param label the name of its value in a usage line
 * @param text what it is for
 * @param type the parameter's type
 * @param absent its value if it is not given; {@link Parameter#UNSPECIFIED} if it must be
 */
public record Slot(Kind kind, List<String> names, String label, String text, Class<?> type, String absent) {
    /** The label of words that are a command line themselves: nothing among them is an option of the command before. */
    static final String COMMAND_LINE = "COMMAND...";

    /** The option that has a command print JSON. */
    static final String JSON = "--json";

    /** That option, where a command has no fields of its own. */
    static final Slot LINES = json("print JSON: what is printed otherwise, as a list of lines");

    private static final Pattern LABELLED = Pattern.compile("((?:< )?\\S+): (.+)");

    /** What a parameter takes. */
    public enum Kind {
        /** The session, which nobody types. */
        SESSION,
        /** An option without a value. */
        FLAG,
        /** An option with a value. */
        OPTION,
        /** One word. */
        OPERAND,
        /** Any number of words. */
        REST,
        /** Standard input; words are refused, as they may be secrets. */
        INPUT
    }

    /** Copies the names. */
    public Slot {
        names = List.copyOf(names);
    }

    static Slot of(java.lang.reflect.Parameter declared) {
        Class<?> type = declared.getType();
        if (type == CommandSession.class) {
            return new Slot(Kind.SESSION, List.of(), "", "", type, "");
        }
        AsJson json = declared.getAnnotation(AsJson.class);
        if (json != null) {
            return json(json.value());
        }
        String described = Optional.ofNullable(declared.getAnnotation(Descriptor.class))
                .map(Descriptor::value)
                .orElseThrow(() -> new IllegalStateException(declared + ": no @Descriptor"));
        Matcher labelled = LABELLED.matcher(described);
        String label = labelled.matches() ? labelled.group(1) : "";
        String text = labelled.matches() ? labelled.group(2) : described;
        Parameter option = declared.getAnnotation(Parameter.class);
        if (option != null) {
            boolean flag = !Parameter.UNSPECIFIED.equals(option.presentValue());
            return new Slot(
                    flag ? Kind.FLAG : Kind.OPTION, List.of(option.names()), label, text, type, option.absentValue());
        }
        Kind several = label.startsWith("<") ? Kind.INPUT : Kind.REST;
        return new Slot(type.isArray() ? several : Kind.OPERAND, List.of(), label, text, type, "");
    }

    private static Slot json(String text) {
        return new Slot(Kind.FLAG, List.of(JSON), "", text, boolean.class, "false");
    }

    String usage() {
        return switch (kind) {
            case SESSION -> "";
            case FLAG -> "[" + longName() + "]";
            case OPTION -> required() ? longName() + " " + label : "[" + longName() + " " + label + "]";
            case OPERAND, INPUT -> label;
            case REST -> "[" + label + "]";
        };
    }

    /** {@return its line in the help of the command} */
    public String listed() {
        return switch (kind) {
            case SESSION -> "";
            case FLAG -> String.join(", ", names);
            case OPTION -> String.join(", ", names) + " " + label;
            case OPERAND, REST, INPUT -> label;
        };
    }

    /** {@return the last of its names} */
    public String longName() {
        return names.get(names.size() - 1);
    }

    /** {@return whether it is given by a name} */
    public boolean isOption() {
        return kind == Kind.FLAG || kind == Kind.OPTION;
    }

    /** Whether it is an option that the form needs. */
    boolean required() {
        return kind == Kind.OPTION && absent.equals(Parameter.UNSPECIFIED);
    }

    Object convert(String value) {
        return type == boolean.class ? (Object) Boolean.parseBoolean(value) : value;
    }

    static List<Slot> all(java.lang.reflect.Method method) {
        return Arrays.stream(method.getParameters()).map(Slot::of).toList();
    }
}
