package org.ringback.shell.internal;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.EquipmentId;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;

/** The command {@code enrol}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=enrol"})
public final class EnrolCommand extends Command {
    private final Roles roles;

    /**
     * Makes the command.
     *
     * @param roles finds the roles of this process
     */
    @Activate
    public EnrolCommand(@Reference Roles roles) {
        super("enrol");
        this.roles = roles;
    }

    /**
     * Prints an enrolment string.
     *
     * @param session has the streams of the command
     * @param issuer whether the string is for an issuer
     * @param protections comma-separated names of protections
     * @param id the ID to be enrolled
     */
    @Example({"enrol lamp-1", "enrol --issuer annas-phone"})
    @Descriptor("make an enrolment string: for one device, within 10 minutes (server)")
    public void enrol(
            CommandSession session,
            @Descriptor("enrol an issuer instead of a piece of equipment")
                    @Parameter(
                            names = {"-i", "--issuer"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean issuer,
            @Descriptor("PROTECTIONS: names that it may use, comma-separated; default tls13")
                    @Parameter(
                            names = {"-p", "--protections"},
                            absentValue = "tls13")
                    String protections,
            @Descriptor("ID: the equipment ID, in lower case, for example lamp-1") String id) {
        Set<String> allowed = Arrays.stream(protections.split(",", -1))
                .map(ProtectionId::name)
                .collect(Collectors.toCollection(TreeSet::new));
        Role role = issuer ? Role.ISSUER : Role.ACCEPTOR;
        EquipmentId enrolled = issuer ? Ids.issuer(id) : new EquipmentId(id);
        String string = roles.acts()
                .on(
                        "enrol",
                        enrolled + (issuer ? ", an issuer" : ", equipment"),
                        roles.server().enrol(enrolled, role, allowed));
        Terminal terminal = Terminal.of(session);
        if (!terminal.delivered(string)) {
            throw CommandFailure.refused("enrol: the string for " + id + " was made, and nobody says that it arrived"
                    + " (expected: a standard output that takes it); next: enrol " + id
                    + " again, which makes another in its place");
        }
        terminal.err()
                .println("Good for 10 minutes and one device. Next, at its " + (issuer ? "issuer" : "gateway")
                        + ": join" + (bothRunHere() ? " --at " + (issuer ? "issuer" : "acceptor") : ""));
        if (roles.server().status().advertised().stream().allMatch(EnrolCommand::isLoopback)) {
            terminal.err().println("Works on this machine alone: set relay.listen and relay.advertise, enrol again.");
        }
    }

    /** Whether a join here has to say for which role. */
    private boolean bothRunHere() {
        return roles.findAcceptor().isPresent() && roles.findIssuer().isPresent();
    }

    /** Whether it is a literal loopback address or {@code localhost}; resolves nothing. */
    private static boolean isLoopback(String hostAndPort) {
        return hostAndPort.startsWith("127.")
                || hostAndPort.startsWith("[::1]")
                || hostAndPort.startsWith("localhost:");
    }
}
