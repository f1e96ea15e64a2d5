package org.ringback.runtime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ringback server}: runs registry and relay, at a host that everybody can reach. */
@Command(
        name = "server",
        description = "Runs the server in the foreground until it is asked to stop (Ctrl-C, SIGTERM).",
        footer = {
            "",
            "Its addresses: listen and advertise, in HOME/config/org.ringback.relay.cfg; taken up while it runs.",
            "Enrolling while it runs: ringback shell --home HOME 'enrol lamp-1' > lamp-1.enrol"
        })
final class ServerCommand extends ProgramCommand {
    @Option(
            names = "--enrol",
            paramLabel = "EQUIPMENT=FILE",
            description = "at the start, makes an enrolment string and writes it to FILE (-: standard output), for the"
                    + " owner's gateway within 10 minutes; nothing where the equipment is enrolled already; repeatable")
    private Map<String, String> enrolments = new LinkedHashMap<>();

    @Option(
            names = "--protections",
            paramLabel = "NAMES",
            completionCandidates = Choices.Protections.class,
            defaultValue = "tls13",
            description = "what the devices of --enrol may use towards this server, separated by commas;"
                    + " default: ${DEFAULT-VALUE}")
    private String protections = "";

    ServerCommand() {
        super("server");
    }

    @Override
    void checkOptions() throws Failure {
        super.checkOptions();
        CheckedWords.ids("--enrol", enrolments.keySet());
    }

    @Override
    List<String> standardInputs() {
        return List.of();
    }

    @Override
    boolean needsShell() {
        return !enrolments.isEmpty();
    }

    @Override
    void setUp(SetUp setUp) throws Failure {
        for (Map.Entry<String, String> one : enrolments.entrySet()) {
            setUp.enrol(one.getKey(), protections, new TextFile(one.getValue()));
        }
    }
}
