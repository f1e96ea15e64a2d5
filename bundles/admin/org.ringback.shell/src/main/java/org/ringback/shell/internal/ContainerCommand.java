package org.ringback.shell.internal;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
 * Wraps a command of another bundle, such as Felix's. Those print their errors to standard output and end as if they
 * had succeeded; this class takes all output that is not the known answer of a successful command for a failure.
 * Immutable.
 */
final class ContainerCommand implements Function {
    private static final Pattern NOTHING = Pattern.compile("");

    /** What a successful command prints, by its name. Any output of other commands counts as success. */
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

    /** How Felix's messages about a wrong command line begin. */
    private static final Pattern WRONG = Pattern.compile(
            "(?s)(Please specify|Must specify|Cannot specify|Specified start level|Only one of|Invalid argument).*");

    /** Commands that take where a bundle is installed from. */
    private static final Set<String> FROM_ADDRESSES = Set.of("felix:install", "felix:start", "felix:update");

    private static final Pattern ADDRESS = Pattern.compile("(?s)(?:url:)?[A-Za-z][A-Za-z0-9+.-]*:.*");

    /** Java fetches such a file by FTP. */
    private static final Pattern OTHER_HOST = Pattern.compile("(?s)file://[^/].*");

    /** Words for Java types, for people. */
    private static final Map<Class<?>, String> KINDS =
            Map.of(String.class, "TEXT", int.class, "NUMBER", long.class, "NUMBER", Object.class, "WORD");

    /** The operands of commands whose methods give only types. */
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
        refuseFetching(words);
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

    /** Nothing is fetched over a network, as nobody would prove it. */
    private void refuseFetching(List<String> words) {
        if (!FROM_ADDRESSES.contains(scoped)) {
            return;
        }
        for (String word : words) {
            if (ADDRESS.matcher(word.strip()).matches()
                    && (!word.startsWith("file:") || OTHER_HOST.matcher(word).matches())) {
                throw CommandFailure.refused(name + ": " + word
                        + " (expected: file:…, as nothing is fetched over a network unproved); next: deploy or update a"
                        + " signed release");
            }
        }
    }

    /** Felix's help for the command; its operands if Felix has none. */
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

    /** The operands for a usage line; Gogo would give Java types. */
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

    /** Replaces bundles' names by IDs: Felix's {@code start} takes an ID, or a location to install from. */
    private List<Object> byId(List<String> words) {
        List<Object> byId = new ArrayList<>();
        for (String word : words) {
            boolean called = !word.startsWith("-") && !word.contains(":");
            byId.add(called ? Long.toString(bundles.one(word).getBundleId()) : word);
        }
        return byId;
    }

    /**
     * If only an unknown bundle's name prevents a form of the command from taking the words, fails with that; Gogo
     * would say only that no form takes them.
     */
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

    /** The operand's description in the command, else the word for its type. */
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
