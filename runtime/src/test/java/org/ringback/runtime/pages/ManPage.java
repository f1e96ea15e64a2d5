package org.ringback.runtime.pages;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ringback.shell.internal.Form;
import org.ringback.shell.internal.Slot;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes man pages in mdoc(7). Stateless. */
final class ManPage {
    private static final String EXITS = """
            .Sh EXIT STATUS
            .Bl -tag -width Ds
            """;

    private static final int WIDTH = 78;

    private ManPage() {}

    /** {@return ringback(1): the launcher} */
    static String launcher(CommandLine launcher) {
        StringBuilder page = head("RINGBACK", "ringback", "ring an appliance at home, and it calls back");
        page.append(".Sh SYNOPSIS\n.Nm\n.Ar COMMAND\n.Op Ar option ...\n.Sh DESCRIPTION\n")
                .append(lines(
                        "Reaches the appliances at home without a port open at the door. Programs are server, acceptor,"
                                + " issuer, and system, which is all of them; shell gives commands to one that runs."))
                .append(".Bl -tag -width Ds\n");
        all(launcher, "").forEach((name, command) -> {
            page.append(".It Cm ").append(name).append('\n');
            page.append(lines(
                    String.join(" ", command.getCommandSpec().usageMessage().description())));
            List<OptionSpec> options = command.getCommandSpec().options().stream()
                    .filter(option -> !option.usageHelp() && !option.versionHelp())
                    .toList();
            if (!options.isEmpty()) {
                page.append(".Bl -tag -width Ds\n");
                options.forEach(option -> option(page, option));
                page.append(".El\n");
            }
        });
        page.append(".El\n").append(EXITS);
        CommandSpec spec = launcher.getCommandSpec();
        spec.usageMessage()
                .exitCodeList()
                .forEach((code, text) ->
                        page.append(".It ").append(code).append('\n').append(lines(text)));
        return page.append(".El\n.Sh SEE ALSO\n.Xr ringback-shell 1\n").toString();
    }

    /** {@return ringback-shell(1): the commands of a running program} */
    static String shell() {
        StringBuilder page = head("RINGBACK-SHELL", "ringback-shell", "administer a running program of ringback");
        page.append(".Sh SYNOPSIS\n.Nm ringback shell\n.Fl -home Ar DIR\n.Op Ar COMMAND ...\n.Sh DESCRIPTION\n")
                .append(lines("Runs one command in the program at DIR. Without a command, at a terminal, takes commands"
                        + " until exit or Ctrl-D: TAB completes, lines are kept, Ctrl-C ends a command. Codes and"
                        + " passwords are read from standard input, never from the command line. Commands are joined by"
                        + " a pipe as in a system's shell."))
                .append(".Bl -tag -width Ds\n");
        for (Described command : Described.all()) {
            for (Form form : command.forms()) {
                page.append(".It Cm ").append(escaped(form.usage())).append('\n');
                page.append(lines(Described.sentence(form.text())
                        + (form.role().isEmpty() ? "" : " Role: " + form.role() + ".")));
                List<Slot> slots = Described.slots(form);
                if (!slots.isEmpty()) {
                    page.append(".Bl -tag -width Ds\n");
                    slots.forEach(slot -> page.append(".It Cm ")
                            .append(escaped(slot.listed()))
                            .append('\n')
                            .append(lines(Described.sentence(slot.text()))));
                    page.append(".El\n");
                }
                page.append(".Pp\nExample:\n");
                form.examples()
                        .forEach(example ->
                                page.append(".Dl ").append(escaped(example)).append('\n'));
            }
        }
        page.append(".El\n").append(EXITS);
        Map.of(
                        0,
                        "Done.",
                        1,
                        "Failed or refused.",
                        2,
                        "Wrong command line.",
                        3,
                        "The role does not run here.",
                        5,
                        "The program is starting.")
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(exit -> page.append(".It ")
                        .append(exit.getKey())
                        .append('\n')
                        .append(exit.getValue())
                        .append('\n'));
        return page.append(".El\n.Sh SEE ALSO\n.Xr ringback 1\n").toString();
    }

    private static StringBuilder head(String title, String name, String what) {
        return new StringBuilder(
                ".Dd $Mdocdate$\n.Dt " + title + " 1\n.Os\n.Sh NAME\n.Nm " + name + "\n.Nd " + what + "\n");
    }

    private static Map<String, CommandLine> all(CommandLine of, String before) {
        return of.getSubcommands().entrySet().stream()
                .flatMap(one -> Stream.concat(
                        Stream.of(Map.entry(before + one.getKey(), one.getValue())),
                        all(one.getValue(), before + one.getKey() + " ").entrySet().stream()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, java.util.LinkedHashMap::new));
    }

    private static void option(StringBuilder page, OptionSpec option) {
        String label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        page.append(".It Cm ").append(escaped(option.longestName() + label)).append('\n');
        page.append(
                lines(String.join(" ", option.description()).replace("${DEFAULT-VALUE}", option.defaultValueString())));
    }

    /** A sentence begins a line, and none is longer than a page is wide, as mdoc wants it. */
    private static String lines(String text) {
        StringBuilder lines = new StringBuilder();
        for (String sentence : text.strip().split("(?<=[A-Za-z0-9)]\\.) (?=[A-Z])", -1)) {
            int used = 0;
            for (String word : sentence.split(" ", -1)) {
                String plain = escaped(word);
                boolean fits = used > 0 && used + 1 + plain.length() <= WIDTH;
                lines.append(fits ? " " : used > 0 ? "\n" : "").append(fits ? plain : guarded(plain));
                used = fits ? used + 1 + plain.length() : plain.length();
            }
            lines.append('\n');
        }
        return lines.toString();
    }

    /** What roff would read as its own: backslashes, hyphens that are minus signs, brackets that are delimiters. */
    private static String escaped(String text) {
        return text.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("[", "\\(lB")
                .replace("]", "\\(rB");
    }

    /** A dot or an apostrophe that begins a line begins no macro. */
    private static String guarded(String word) {
        return word.startsWith(".") || word.startsWith("'") ? "\\&" + word : word;
    }
}
