package org.ringback.shell.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.EquipmentId;
import org.ringback.api.Registration;
import org.ringback.api.net.AddressText;

/** The command {@code registrations}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=registrations"})
public final class RegistrationsCommand extends Command {
    private static final int MANY = 10_000;

    private final Roles roles;

    /**
     * Uses the roles that run here.
     *
     * @param roles come and go
     */
    @Activate
    public RegistrationsCommand(@Reference Roles roles) {
        super("registrations");
        this.roles = roles;
    }

    /**
     * Prints a page of the equipment list.
     *
     * @param session whose streams are used
     * @param limit at most so many rows
     * @param after the last ID of the page before
     */
    @Descriptor("the equipment list: who is where (server)")
    public void registrations(
            CommandSession session,
            @Descriptor("N: at most so many rows, 1 to 10000; default 100")
                    @Parameter(
                            names = {"-l", "--limit"},
                            absentValue = "100")
                    String limit,
            @Descriptor("ID: begin after this one, the last of the page before")
                    @Parameter(
                            names = {"-a", "--after"},
                            absentValue = "")
                    String after) {
        int rows = Numbers.within("--limit", limit, 1, MANY);
        Optional<EquipmentId> last = after.isEmpty() ? Optional.empty() : Optional.of(new EquipmentId(after));
        List<Registration> page = roles.registry().page(last, rows);
        LastHeard heard = LastHeard.now(roles);
        long now = System.nanoTime();
        Table table = new Table("ID", "ROLE", "ADDRESS", "SERVER SOCKET", "SINCE", "STATE", "ENDS IN");
        for (Registration row : page) {
            boolean ends = !LastHeard.connected(row);
            table.row(
                    row.id().value(),
                    row.role().name().toLowerCase(Locale.ROOT),
                    AddressText.print(row.address()),
                    AddressText.print(row.socket()),
                    Times.minute(Instant.now().minusNanos(now - row.since())),
                    heard.words(row),
                    ends ? Times.span(Duration.ofNanos(Math.max(0, row.expires() - now))) : "with its connection");
        }
        Terminal terminal = Terminal.of(session);
        table.print(terminal.out());
        if (page.isEmpty()) {
            terminal.err().println(last.isEmpty() ? "Nobody is registered." : "Nobody after " + after + ".");
        } else if (page.size() == rows) {
            terminal.err()
                    .println("More: registrations --limit " + rows + " --after "
                            + page.get(rows - 1).id());
        }
    }
}
