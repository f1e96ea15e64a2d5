package org.ringback.shell.internal;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ringback.shell.internal.Slot.Kind;

/** Prints the list of commands, and the help of one. Stateless. */
final class HelpText {
    private HelpText() {}

    static void print(Collection<? extends Command> commands, PrintStream out) {
        Table table = new Table("COMMAND", "ROLE", "WHAT IT DOES");
        commands.stream()
                .sorted(Comparator.comparing(Command::name))
                .forEach(command ->
                        table.row(command.name(), command.role().isEmpty() ? "any" : command.role(), command.text()));
        table.print(out);
        out.println();
        out.println("One command with its options: help COMMAND.");
        out.println("Words with  $ # | & ; < > [ ] { } ( ) * ? ~ =  need quotes of the shell's: 'like this'.");
        out.println("Exit codes: 0 done, 1 failed or refused, 2 wrong command line, 3 the role does not run here,");
        out.println("5 the program is starting, and did not take the command.");
    }

    /** Prints the commands of other bundles, by scope. */
    static void printOthers(Collection<String> scoped, PrintStream out) {
        SortedMap<String, String> scopes = new TreeMap<>();
        for (String each : scoped) {
            String[] parts = each.split(":", 2);
            if (!parts[0].equals("ringback")) {
                scopes.merge(parts[0], parts[1], (some, more) -> some + " " + more);
            }
        }
        if (!scopes.isEmpty()) {
            out.println();
            out.println("Of the container, where a bundle is an ID, a symbolic name or name/version:");
            scopes.forEach((scope, names) -> out.println("  " + scope + ": " + names));
        }
    }

    static void print(Command command, PrintStream out) {
        String gap = "";
        for (Form form : command.forms()) {
            out.print(gap);
            gap = System.lineSeparator();
            out.println("Usage: " + form.usage());
            out.println("  " + form.text() + (form.role().isEmpty() ? "" : "; role: " + form.role()));
            List<Slot> listed = form.slots().stream()
                    .filter(slot -> slot.kind() != Kind.SESSION)
                    .sorted(Comparator.comparing(Slot::isOption))
                    .toList();
            if (!listed.isEmpty()) {
                out.println();
            }
            int width = listed.stream()
                    .mapToInt(slot -> slot.listed().length())
                    .max()
                    .orElse(0);
            for (Slot slot : listed) {
                out.println(
                        "  " + slot.listed() + " ".repeat(width - slot.listed().length() + 2) + slot.text());
            }
            form.examples().forEach(example -> out.println("Example: " + example));
        }
    }
}
