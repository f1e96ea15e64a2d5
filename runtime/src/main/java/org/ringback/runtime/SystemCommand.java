package org.ringback.runtime;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.json.JSONObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ringback system}: server, acceptor with a thermostat, and issuer in one process. */
@Command(
        name = "system",
        description = "Runs server, acceptor with a thermostat, and issuer in one process: enrols, grants, rings the"
                + " thermostat once, tells the ring's story, and serves its page until it is asked to stop (Ctrl-C,"
                + " SIGTERM).",
        footer = {
            "",
            "It listens on loopback, 127.0.0.1:3478 and [::1]:3478, and calls back there: listen in"
                    + " HOME/config/org.ringback.relay.cfg, dialable in HOME/config/org.ringback.acceptor.cfg."
        })
final class SystemCommand extends ProgramCommand {
    private static final String EQUIPMENT = "thermostat-1";
    private static final String PERSON = "anna";
    private static final int PASSWORD_BYTES = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    @Option(
            names = "--system",
            paramLabel = "SYSTEM",
            completionCandidates = Choices.Systems.class,
            description = "rings in this one: datagram, call-back, password or certified; default: the best")
    private String system = "";

    @Option(
            names = "--protection",
            paramLabel = "NAME",
            completionCandidates = Choices.Protections.class,
            description = "rings with this one towards the server: tls13 or certificate-first; default: tls13")
    private String protection = "";

    @Option(names = "--json", description = "prints the story as JSON")
    private boolean json;

    SystemCommand() {
        super("system");
    }

    @Override
    List<String> standardInputs() {
        return List.of();
    }

    @Override
    boolean needsShell() {
        return true;
    }

    @Override
    void setUp(SetUp setUp) throws Failure, InterruptedException {
        LocalShell shell = setUp.shell();
        if (SetUp.find(setUp.equipment(EQUIPMENT), "name", EQUIPMENT).isEmpty()) {
            join(shell);
        }
        if (SetUp.find(setUp.granted(EQUIPMENT), "equipment", EQUIPMENT)
                .filter(granted -> granted.getBoolean("passwordStored"))
                .isEmpty()) {
            grant(shell, setUp);
        }
        LocalShell.Result ring = shell.run(
                "ring " + EQUIPMENT + " --forward 0" + (system.isEmpty() ? "" : " --system " + system)
                        + (protection.isEmpty() ? "" : " --protection " + protection)
                        + (json ? " --json" : ""),
                "");
        StandardOutput.print(ring.output());
        if (ring.exit() != 0) {
            throw new Failure("the thermostat was not reached: " + ring.errors().strip());
        }
        // One of the configuration has no call before somebody connects.
        JSONObject forward = SetUp.find(
                        shell.status(EQUIPMENT).getJSONObject("issuer").getJSONArray("forwards"), "call", "standing")
                .orElseThrow(() -> new Failure("the thermostat's call is over already"));
        setUp.say("the thermostat's page, over the call-back: http://" + forward.getString("at") + "/");
    }

    private static void join(LocalShell shell) throws Failure {
        Optional<JSONObject> enrolled =
                SetUp.find(shell.status(EQUIPMENT).getJSONObject("server").getJSONArray("enrolments"), "id", EQUIPMENT);
        if (enrolled.isPresent()) {
            shell.done("revoke " + EQUIPMENT); // by a start that was cut short: its keys are gone
        }
        shell.done("join --at acceptor", shell.done("enrol " + EQUIPMENT + " --protections tls13,certificate-first"));
    }

    /** Sets a random password, which nobody need know as both ends are in this process. */
    private static void grant(LocalShell shell, SetUp setUp) throws Failure, InterruptedException {
        byte[] random = new byte[PASSWORD_BYTES];
        RANDOM.nextBytes(random);
        String password = HexFormat.of().formatHex(random) + "\n";
        shell.done("password " + EQUIPMENT + " --at acceptor", password);
        if (SetUp.find(setUp.granted(EQUIPMENT), "equipment", EQUIPMENT).isEmpty()) {
            setUp.awaitRegistered(EQUIPMENT);
            shell.done("accept-grant", shell.done("grant " + EQUIPMENT + " " + PERSON));
        }
        shell.done("password " + EQUIPMENT + " --at issuer", password);
    }
}
