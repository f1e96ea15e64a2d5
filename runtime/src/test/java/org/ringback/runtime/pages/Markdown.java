package org.ringback.runtime.pages;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.ringback.shell.internal.Form;
import org.ringback.shell.internal.Slot;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;

/** Writes docs/commands.md. Stateless. */
final class Markdown {
    private static final String HEAD =
            """
            # Commands

            Every command, as the program describes it (made by `CommandPagesTest`). Man pages `ringback(1)` and `ringback-shell(1)`, and what
            bash, zsh and fish need to complete them, are in the tarball's `share/`.

            ## Of the launcher

            `ringback COMMAND`. Exit codes: 0 done, 1 failed or refused, 2 wrong command line, 3 what is needed is missing, 4 the program
            cannot start, 5 the program is starting.
            """;

    private static final String SHELL =
            """

            ## Of a running program

            `ringback shell --home DIR COMMAND`, or in the console, which is `ringback shell --home DIR`. Exit codes: 0 done, 1 failed or
            refused, 2 wrong command line, 3 the role does not run here, 5 the program is starting.

            With `--json` a command prints an object whose field `format` is 1. A field that is added does not change that number; one that goes
            or means something else does. Instants are in ISO 8601, UTC. A command that has no fields below prints `command`, its name, and
            `output`, the lines that it prints otherwise. What is said to people stays on standard error.
            """;

    private Markdown() {}

    static String page(CommandLine launcher) {
        StringBuilder page = new StringBuilder(HEAD);
        launcher.getSubcommands().forEach((name, command) -> launcher(page, name, command));
        page.append(SHELL);
        Described.all().forEach(command -> command(page, command));
        return page.toString();
    }

    private static void launcher(StringBuilder page, String name, CommandLine command) {
        page.append("\n### ringback ").append(name).append("\n\n");
        page.append(String.join(" ", command.getCommandSpec().usageMessage().description()))
                .append('\n');
        String options = command.getCommandSpec().options().stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .map(Markdown::option)
                .collect(Collectors.joining());
        if (!options.isEmpty()) {
            page.append('\n').append(options);
        }
        command.getSubcommands().forEach((below, inner) -> launcher(page, name + " " + below, inner));
    }

    private static String option(OptionSpec option) {
        String label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        return "- `" + option.longestName() + label + "`: "
                + Arrays.stream(option.description())
                        .map(text -> Ansi.OFF.string(text).replace("${DEFAULT-VALUE}", option.defaultValueString()))
                        .collect(Collectors.joining(" "))
                + "\n";
    }

    private static void command(StringBuilder page, Described command) {
        page.append("\n### ").append(command.name()).append('\n');
        for (Form form : command.forms()) {
            page.append("\n`").append(form.usage()).append("`: ").append(form.text());
            page.append(form.role().isEmpty() ? ".\n" : ". Role: " + form.role() + ".\n");
            StringBuilder slots = new StringBuilder();
            for (Slot slot : Described.slots(form)) {
                slots.append("- `")
                        .append(slot.listed())
                        .append("`: ")
                        .append(slot.text())
                        .append('\n');
            }
            page.append(slots.isEmpty() ? "" : "\n" + slots);
            page.append("\nExample: ")
                    .append(form.examples().stream()
                            .map(example -> "`" + example + "`")
                            .collect(Collectors.joining(", ")))
                    .append('\n');
            if (!form.fields().isEmpty()) {
                page.append("\n| field | what it has |\n|---|---|\n");
                form.fields().forEach(field -> {
                    int colon = field.indexOf(": ");
                    page.append("| `")
                            .append(field, 0, colon)
                            .append("` | ")
                            .append(field.substring(colon + 2))
                            .append(" |\n");
                });
            }
        }
    }
}
