package org.ringback.shell.internal;

import java.io.PrintStream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code status}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=status"})
public final class StatusCommand extends Command {
    private final Roles roles;

    /**
     * Uses the roles that run here.
     *
     * @param roles come and go
     */
    @Activate
    public StatusCommand(@Reference Roles roles) {
        super("status");
        this.roles = roles;
    }

    /**
     * Prints how every role is that runs here.
     *
     * @param session whose streams are used
     * @param json whether a program reads it
     */
    @Descriptor("how every role is: warnings first, then facts and counters")
    public void status(
            CommandSession session,
            @Descriptor("print JSON")
                    @Parameter(
                            names = {"--json"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean json) {
        PrintStream out = Terminal.of(session).out();
        if (roles.findServer().isEmpty()
                && roles.findAcceptor().isEmpty()
                && roles.findIssuer().isEmpty()) {
            throw new CommandFailure(
                    CommandFailure.NO_ROLE,
                    "no role runs here yet (expected: server, acceptor or issuer within seconds of the start;"
                            + " else see the files in log/)");
        }
        if (json) {
            out.println(Json.write(StatusJson.of(roles)));
            return;
        }
        roles.warnings().forEach(warning -> out.println("WARNING: " + warning));
        roles.findServer()
                .ifPresent(
                        server -> StatusText.server(server.status(), server.enrolments(), LastHeard.now(roles), out));
        roles.findAcceptor().ifPresent(acceptor -> StatusText.acceptor(acceptor.equipment(), out));
        roles.findIssuer()
                .ifPresent(issuer -> StatusText.issuer(issuer.granted().size(), out));
        printCounters(out);
    }

    private void printCounters(PrintStream out) {
        Table table = new Table("COUNTED SINCE THE START", "AT", "TIMES");
        boolean[] any = {false};
        roles.counters().forEach((role, counters) -> counters.counters().forEach((name, times) -> {
            table.row(name, role, String.valueOf(times));
            any[0] = true;
        }));
        if (any[0]) {
            table.print(out);
        }
    }
}
