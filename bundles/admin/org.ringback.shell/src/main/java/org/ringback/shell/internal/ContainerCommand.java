package org.ringback.shell.internal;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.gogo.runtime.CommandProxy;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Parameter;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/**
 * A command of the container's own. Felix's print why they failed where others print their answer, and end as if all were
 * well; here what is not the answer of a command that did its work is a failure. Immutable.
 */
final class ContainerCommand implements Function {
    private static final Pattern NOTHING = Pattern.compile("");

    /** What a command answers that did its work. Of those that are not here every answer is one. */
    private static final Map<String, Pattern> DONE = Map.ofEntries(
            Map.entry("felix:start", NOTHING),
            Map.entry("felix:stop", NOTHING),
            Map.entry("felix:update", NOTHING),
            Map.entry("felix:uninstall", NOTHING),
            Map.entry("felix:bundlelevel", Pattern.compile("|.* is level \\d+")),
            Map.entry("felix:frameworklevel", Pattern.compile("|Level is \\d+")),
            Map.entry("felix:install", Pattern.compile("Bundle IDs?: [\\d, ]+")),
            Map.entry("felix:which", Pattern.compile("Loaded from: .*")),
            Map.entry("felix:inspect", Pattern.compile("(?s).* (provides|requires):\\R.*")),
            Map.entry("felix:lb", Pattern.compile("(?s)START LEVEL .*")),
            Map.entry("felix:help", Pattern.compile("(?s)(?!No methods found).*")),
            Map.entry("felix:log", Pattern.compile("(?s)(?!Log reader service is unavailable).*")));

    /** How Felix begins to say that the command line is wrong. */
    private static final Pattern WRONG = Pattern.compile(
            "(?s)(Please specify|Must specify|Cannot specify|Specified start level|Only one of|Invalid argument).*");

    /** What a person calls a type. */
    private static final Map<Class<?>, String> KINDS =
            Map.of(String.class, "TEXT", int.class, "NUMBER", long.class, "NUMBER", Object.class, "WORD");

    /** The operands of those whose own forms name types and nothing else. */
    private static final Map<String, String> OPERANDS = Map.of(
            "cm:listConfigurations", "FILTER, '(service.pid=*)' for all",
            "cm:getConfiguration", "PID",
            "cm:getFactoryConfiguration", "FACTORY-PID NAME",
            "cm:createFactoryConfiguration", "FACTORY-PID");

    private final String scoped;
    private final String name;
    private final CommandProxy command;
    private final Bundles bundles;

    ContainerCommand(String scoped, CommandProxy command, Bundles bundles) {
        this.scoped = scoped;
        this.name = scoped.substring(scoped.indexOf(':') + 1);
        this.command = command;
        this.bundles = bundles;
    }

    @Override
    public @Nullable Object execute(CommandSession session, List<Object> arguments) throws Exception {
        List<String> words = arguments.stream().map(String::valueOf).toList();
        if (words.contains("--help")) {
            return help(session);
        }
        switch (scoped) {
            case "felix:refresh" -> { // Felix's own fails with a null pointer where no bundle is named
                bundles.refresh(words);
                return null;
            }
            case "felix:resolve" -> { // Felix's own says the contrary
                if (!bundles.resolve(words)) {
                    throw CommandFailure.refused(
                            name + ": not all bundles could be resolved; why: inspect requirement '*' NAME");
                }
                return null;
            }
            default -> {
                return called(session, words, arguments);
            }
        }
    }

    /** What Felix's help says of it; of what it does not know, the operands that it takes. */
    String help(CommandSession session) throws Exception {
        try {
            return String.valueOf(session.execute("felix:help " + scoped)).strip();
        } catch (CommandFailure e) {
            return forms(ContainerCommand::operandTypes).stream()
                    .map(form -> name
                            + form.stream()
                                    .map(type -> " " + type.getSimpleName())
                                    .collect(Collectors.joining()))
                    .collect(Collectors.joining(System.lineSeparator()));
        }
    }

    private @Nullable Object called(CommandSession session, List<String> words, List<Object> arguments)
            throws Exception {
        try {
            return judged(command.execute(session, scoped.equals("felix:start") ? byId(words) : arguments));
        } catch (IllegalArgumentException e) {
            String why = String.valueOf(e.getMessage());
            if (!why.startsWith("Cannot coerce")) {
                throw CommandFailure.refused(name + ": " + why);
            }
            refuseUnknownBundle(words);
            throw CommandFailure.usage(name + (words.isEmpty() ? ": a word is missing" : ": these words do not fit")
                    + " (expected: " + operands() + "; see 'help " + scoped + "')");
        }
    }

    /** What to type; Gogo's own words for it are Java's. */
    private String operands() {
        String known = OPERANDS.get(scoped);
        return known != null
                ? name + " " + known
                : forms(ContainerCommand::operandWords).stream()
                        .distinct()
                        .map(form -> String.join(" ", concat(name, form)))
                        .collect(Collectors.joining(", or: "));
    }

    private static List<String> concat(String first, List<String> others) {
        return Stream.concat(Stream.of(first), others.stream()).toList();
    }

    private @Nullable Object judged(@Nullable Object answer) {
        if (Boolean.FALSE.equals(answer)) {
            throw CommandFailure.refused(
                    name + ": nothing was changed (expected: the name of something that is not so yet)");
        }
        String text = answer == null ? "" : answer.toString().strip();
        @Nullable Pattern done = DONE.get(scoped);
        if (done == null || done.matcher(text).matches()) {
            return text.isEmpty() ? null : answer;
        }
        if (text.isEmpty()) {
            throw CommandFailure.usage(name + ": a word is missing (expected: as 'help " + scoped + "' says)");
        }
        String said = name + ": " + text;
        throw WRONG.matcher(text).matches()
                ? CommandFailure.usage(said + " (expected: as 'help " + scoped + "' says)")
                : CommandFailure.refused(said);
    }

    /** Felix's {@code start} takes an ID or a location to install from, not a name. */
    private List<Object> byId(List<String> words) {
        List<Object> byId = new ArrayList<>();
        for (String word : words) {
            boolean called = !word.startsWith("-") && !word.contains(":");
            byId.add(called ? Long.toString(bundles.one(word).getBundleId()) : word);
        }
        return byId;
    }

    /** Gogo says only that no form of the command takes the words; where one would but for a bundle's name, that is why. */
    private void refuseUnknownBundle(List<String> words) {
        List<String> operands =
                words.stream().filter(word -> !word.startsWith("-")).toList();
        forms(ContainerCommand::operandTypes).forEach(form -> refuseUnknownBundle(operands, form));
    }

    /** The operands of each form of the command. */
    private <T> List<List<T>> forms(java.util.function.Function<Method, List<T>> operands) {
        try {
            return Arrays.stream(command.getTarget().getClass().getMethods())
                    .filter(method -> method.getName().equalsIgnoreCase(name))
                    .map(operands)
                    .toList();
        } finally {
            command.ungetTarget();
        }
    }

    private void refuseUnknownBundle(List<String> operands, List<Class<?>> types) {
        boolean open = !types.isEmpty() && types.get(types.size() - 1).isArray();
        if (open ? operands.size() < types.size() - 1 : operands.size() != types.size()) {
            return;
        }
        for (int at = 0; at < operands.size(); at++) {
            Class<?> type = types.get(Math.min(at, types.size() - 1));
            if (type == Bundle.class || type == Bundle[].class) {
                bundles.one(operands.get(at));
            }
        }
    }

    private static List<Class<?>> operandTypes(Method method) {
        return operands(method)
                .<Class<?>>map(java.lang.reflect.Parameter::getType)
                .toList();
    }

    private static List<String> operandWords(Method method) {
        return operands(method).map(ContainerCommand::word).toList();
    }

    /** What its command says of it, else what kind it is of. */
    private static String word(java.lang.reflect.Parameter operand) {
        Descriptor described = operand.getAnnotation(Descriptor.class);
        if (described != null) {
            return "<" + described.value() + ">";
        }
        Class<?> type = operand.getType();
        Class<?> one = type.isArray() ? type.getComponentType() : type;
        String kind = KINDS.getOrDefault(one, one.getSimpleName().toUpperCase(Locale.ROOT));
        return type.isArray() ? kind + "..." : kind;
    }

    private static Stream<java.lang.reflect.Parameter> operands(Method method) {
        return Arrays.stream(method.getParameters())
                .filter(parameter -> !parameter.isAnnotationPresent(Parameter.class))
                .filter(parameter -> parameter.getType() != CommandSession.class);
    }
}
