package org.ringback.shell.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.EquipmentId;
import org.ringback.api.Page;
import org.ringback.api.control.RegisteredDevice;
import org.ringback.api.net.AddressText;

/** The command {@code registrations}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=registrations"})
public final class RegistrationsCommand extends Command {
    private final Roles roles;

    /**
     * Makes the command.
     *
     * @param roles finds the roles of this process
     */
    @Activate
    public RegistrationsCommand(@Reference Roles roles) {
        super("registrations");
        this.roles = roles;
    }

    /**
     * Prints a page of the equipment list.
     *
     * @param session has the streams of the command
     * @param limit the most rows
     * @param after the last ID of the page before
     */
    @Example("registrations -l 20")
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
        int rows = Numbers.within("--limit", limit, 1, Page.MOST);
        Optional<EquipmentId> last = after.isEmpty() ? Optional.empty() : Optional.of(new EquipmentId(after));
        Page<RegisteredDevice> page = roles.server().registrations(last, rows);
        LastHeard heard = LastHeard.now(roles);
        Instant now = Instant.now();
        Table table = new Table("ID", "ROLE", "ADDRESS", "SERVER SOCKET", "SINCE", "STATE", "ENDS IN");
        for (RegisteredDevice row : page.rows()) {
            table.row(
                    row.id().value(),
                    row.role().name().toLowerCase(Locale.ROOT),
                    AddressText.print(row.address()),
                    AddressText.print(row.socket()),
                    Times.minute(row.since()),
                    heard.words(row),
                    row.expires().map(ends -> Times.span(left(now, ends))).orElse("with its connection"));
        }
        Terminal terminal = Terminal.of(session);
        table.print(terminal.out());
        if (page.rows().isEmpty()) {
            terminal.err().println(last.isEmpty() ? "Nobody is registered." : "Nobody after " + after + ".");
        } else if (page.more()) {
            terminal.err()
                    .println("More: registrations --limit " + rows + " --after "
                            + page.rows().get(rows - 1).id());
        }
    }

    private static Duration left(Instant now, Instant ends) {
        Duration left = Duration.between(now, ends);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
