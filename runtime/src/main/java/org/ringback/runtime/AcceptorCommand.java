package org.ringback.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ringback acceptor}: the side of the equipment, at a home gateway. */
@Command(
        name = "acceptor",
        description =
                "Runs the acceptor, which answers rings for the equipment of a home gateway, in the foreground until"
                        + " it is asked to stop (Ctrl-C, SIGTERM).",
        footer = {
            "",
            "Where conversations go: forward, in HOME/config/org.ringback.acceptor.cfg; taken up while it runs.",
            "Strings and passwords are read from files (-: standard input), never from the command line. What is done"
                    + " already is not done again: the same options serve every start."
        })
final class AcceptorCommand extends ProgramCommand {
    @Option(
            names = "--join",
            paramLabel = "[NAME=]FILE",
            description = "the server's enrolment string: a piece of equipment joins, and is called NAME here, as where"
                    + " another server has one of the same ID; repeatable")
    private List<String> joins = new ArrayList<>();

    @Option(
            names = "--replace",
            description =
                    "with --join: equipment of that name, its keys, password and grants go; without it another string"
                            + " for a name that is taken is refused")
    private boolean replace;

    @Option(
            names = "--password-file",
            paramLabel = "EQUIPMENT=FILE",
            description =
                    "the password that a ring must prove, alone in FILE, in one line; set again when FILE was written since; repeatable")
    private Map<String, String> passwords = new LinkedHashMap<>();

    @Option(
            names = "--grant",
            paramLabel = "EQUIPMENT/PERSON=FILE",
            description = "permits a person to ring: writes the grant string to FILE (-: standard output); repeatable")
    private Map<String, String> grants = new LinkedHashMap<>();

    AcceptorCommand() {
        super("acceptor");
    }

    @Override
    void checkOptions() throws Failure {
        super.checkOptions();
        NamedFile.check("--join", joins);
        for (String grant : grants.keySet()) {
            if (!grant.matches("[^/]+/[^/]+")) {
                throw Failure.usage("--grant: " + grant + " (expected: EQUIPMENT/PERSON=FILE)");
            }
            CheckedWords.ids("--grant", List.of(grant.split("/", 2)));
        }
        CheckedWords.ids("--password-file", passwords.keySet());
    }

    @Override
    List<String> standardInputs() {
        return new Inputs()
                .addNamed("--join", NamedFile.all(joins))
                .add("--password-file", passwords.values())
                .standard();
    }

    @Override
    boolean needsShell() {
        return !(joins.isEmpty() && passwords.isEmpty() && grants.isEmpty());
    }

    @Override
    void setUp(SetUp setUp) throws Failure, InterruptedException {
        for (NamedFile one : NamedFile.all(joins)) {
            setUp.take("--join", one.named("join --at acceptor" + (replace ? " --replace" : "")), one.file());
        }
        for (Map.Entry<String, String> one : passwords.entrySet()) {
            setUp.acceptorPassword(one.getKey(), new TextFile(one.getValue()));
        }
        for (Map.Entry<String, String> one : grants.entrySet()) {
            String[] names = one.getKey().split("/", 2);
            setUp.grant(names[0], names[1], new TextFile(one.getValue()));
        }
    }
}
