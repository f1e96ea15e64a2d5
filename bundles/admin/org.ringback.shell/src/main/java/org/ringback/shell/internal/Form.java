package org.ringback.shell.internal;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.ringback.api.configuration.NearMiss;
import org.ringback.shell.internal.Slot.Kind;

/**
 * One form of a command: its method and what its parameters take. A description ends with the role that the form needs,
 * in parentheses. Immutable.
 *
 * @param command the command's name
 * @param method the method
 * @param text what the form does, for help
 * @param role the role that it needs; empty if none
 * @param slots one for each parameter of the method
 * @param examples command lines that show it
 * @param fields what it prints with {@code --json}: texts of {@link Fields}
 */
public record Form(
        String command,
        Method method,
        String text,
        String role,
        List<Slot> slots,
        List<String> examples,
        List<String> fields) {
    private static final Pattern WITH_ROLE = Pattern.compile("(.*) \\(([a-z, ]+)\\)");

    /** Makes it; the other way is {@link #all}. */
    public Form {
        slots = List.copyOf(slots);
        examples = List.copyOf(examples);
        fields = List.copyOf(fields);
    }

    /**
     * Reads the forms of a command from its class.
     *
     * @param command the command's name
     * @param type its class
     * @return its forms, those with fewer operands first
     */
    public static List<Form> all(String command, Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Descriptor.class))
                .map(method -> of(command, method))
                .sorted(Comparator.comparingInt(form -> form.operands().size()))
                .toList();
    }

    private static Form of(String command, Method method) {
        String described = method.getAnnotation(Descriptor.class).value();
        Matcher withRole = WITH_ROLE.matcher(described);
        boolean role = withRole.matches();
        List<String> examples = Optional.ofNullable(method.getAnnotation(Example.class))
                .map(example -> List.of(example.value()))
                .orElse(List.of());
        return new Form(
                command,
                method,
                role ? withRole.group(1) : described,
                role ? withRole.group(2) : "",
                slots(method),
                examples,
                Optional.ofNullable(method.getAnnotation(Fields.class))
                        .map(fields -> List.of(fields.value()))
                        .orElse(List.of()));
    }

    /** A form that does not print JSON by itself takes the option all the same, and gets its lines printed so. */
    private static List<Slot> slots(Method method) {
        List<Slot> own = Slot.all(method);
        boolean whole = own.stream()
                .anyMatch(
                        slot -> slot.names().contains(Slot.JSON) || slot.label().equals(Slot.COMMAND_LINE));
        return whole ? own : Stream.concat(own.stream(), Stream.of(Slot.LINES)).toList();
    }

    /** Whether the form is for a role, perhaps among others. */
    boolean needs(LocalRole one) {
        return List.of(role.split(", ", -1)).contains(one.label());
    }

    /** Whether what the form prints is wanted as a list of lines in JSON. */
    boolean wantsLines(List<String> words) {
        return slots.contains(Slot.LINES) && words.contains(Slot.JSON);
    }

    List<Slot> operands() {
        return slots.stream().filter(slot -> slot.kind() == Kind.OPERAND).toList();
    }

    /** {@return the line that shows how it is given} */
    public String usage() {
        String options = slots.stream()
                .filter(slot -> slot.isOption() && !slot.equals(Slot.LINES))
                .map(slot -> " " + slot.usage())
                .collect(Collectors.joining());
        return command
                + options
                + slots.stream()
                        .filter(slot -> !slot.isOption() && slot.kind() != Kind.SESSION)
                        .map(slot -> " " + slot.usage())
                        .collect(Collectors.joining());
    }

    /** Whether the words are as many as the operands, every option is the form's, and those that it needs are there. */
    boolean fits(List<String> words) {
        int operands = 0;
        Set<Slot> missing = slots.stream().filter(Slot::required).collect(Collectors.toSet());
        for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
            String word = rest.next();
            if (!isDash(word)) {
                operands++;
                continue;
            }
            Optional<Slot> option = slots.stream()
                    .filter(slot -> slot.names().contains(word.split("=", 2)[0]))
                    .findFirst();
            if (option.isEmpty()) {
                return false;
            }
            missing.remove(option.get());
            if (option.get().kind() == Kind.OPTION && !word.contains("=") && rest.hasNext()) {
                rest.next();
            }
        }
        boolean open = slots.stream().anyMatch(slot -> slot.kind() == Kind.REST);
        return missing.isEmpty()
                && (open
                        ? operands >= operands().size()
                        : operands == operands().size());
    }

    /** Whether the operands are a command line of their own. */
    private boolean takesCommandLine() {
        return slots.stream().anyMatch(slot -> slot.label().equals(Slot.COMMAND_LINE));
    }

    /** Whether the words ask for help about this command, and not for that of a command among its operands. */
    boolean asksForHelp(List<String> words) {
        int help = words.indexOf("--help");
        return help >= 0
                && !(takesCommandLine() && words.subList(0, help).stream().anyMatch(word -> !isDash(word)));
    }

    /** Turns the words of a command line into the method's arguments. */
    Object[] bind(CommandSession session, List<String> words, String usage) {
        Map<Slot, Object> options = new HashMap<>();
        List<String> operands = new ArrayList<>();
        for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
            String word = rest.next();
            if (!isDash(word) || (takesCommandLine() && !operands.isEmpty())) {
                operands.add(word);
                continue;
            }
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            Slot slot = option(equals < 0 ? word : word.substring(0, equals), usage);
            Object value = slot.kind() == Kind.FLAG
                    ? flag(slot, equals, usage)
                    : slot.convert(equals < 0 ? next(slot, rest, usage) : word.substring(equals + 1));
            if (options.put(slot, value) != null) {
                throw wrong(slot.longName() + " stands twice", usage);
            }
        }
        Iterator<String> left = operands.iterator();
        Object[] values = slots.stream()
                .filter(slot -> !slot.equals(Slot.LINES))
                .map(slot -> switch (slot.kind()) {
                    case SESSION -> session;
                    case FLAG, OPTION ->
                        Optional.ofNullable(options.get(slot)).orElseGet(() -> slot.convert(slot.absent()));
                    case OPERAND -> operand(slot, left, usage);
                    case REST, INPUT -> remaining(left);
                })
                .toArray();
        if (left.hasNext()) {
            throw wrong("too many words", usage);
        }
        return values;
    }

    private Slot option(String name, String usage) {
        return slots.stream()
                .filter(slot -> slot.names().contains(name))
                .findFirst()
                .orElseThrow(() -> takesInput()
                        ? StandardInput.leaked(command)
                        : wrong("unknown option " + name, usage + near(name)));
    }

    private String near(String name) {
        List<String> names =
                slots.stream().flatMap(slot -> slot.names().stream()).toList();
        return NearMiss.asked(name, names);
    }

    /**
     * Whether the form reads standard input: then an unexpected word may be a secret that was typed in the wrong place,
     * and is never repeated.
     */
    private boolean takesInput() {
        return slots.stream().anyMatch(slot -> slot.kind() == Kind.INPUT);
    }

    private Object flag(Slot slot, int equals, String usage) {
        if (equals >= 0) {
            throw wrong(slot.longName() + " takes no value", usage);
        }
        return true;
    }

    private String next(Slot slot, Iterator<String> rest, String usage) {
        if (!rest.hasNext()) {
            throw wrong(slot.label() + " is missing after " + slot.longName(), usage);
        }
        return rest.next();
    }

    private String operand(Slot slot, Iterator<String> left, String usage) {
        if (!left.hasNext()) {
            throw wrong(slot.label() + " is missing", usage);
        }
        return left.next();
    }

    private static String[] remaining(Iterator<String> left) {
        List<String> all = new ArrayList<>();
        left.forEachRemaining(all::add);
        return all.toArray(String[]::new);
    }

    private CommandFailure wrong(String what, String usage) {
        return CommandFailure.usage(command + ": " + what + " (expected: " + usage + ")");
    }

    private static boolean isDash(String word) {
        return word.length() > 1 && word.startsWith("-");
    }
}
