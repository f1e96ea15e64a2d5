package org.ringback.shell.internal;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
import org.ringback.shell.internal.ListedDevice.Wanted;

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
     * @param json whether to print JSON
     * @param offline whether those are wanted who are not there
     * @param all whether both are
     * @param like part of the IDs
     * @param limit the most rows
     * @param after the last ID of the page before
     */
    @Fields({
        "registrations[].id: the ID",
        "registrations[].role: acceptor or issuer",
        "registrations[].registered: whether it is now",
        "registrations[].state: registered, offline, suspended, revoked or not joined",
        "registrations[].address: where it is seen, or was last",
        "registrations[].socket: the address of the server that it came to",
        "registrations[].since: when it registered",
        "registrations[].lastHeard: when it last came",
        "registrations[].notHeardSince: if it is offline, and has no last row: when the server started, or it joined",
        "registrations[].expires: when its row ends",
        "registrations[].answeredBy: of equipment: direct or relayed, as its latest answered ring went, if that is known",
        "registrations[].punches: of equipment: whether its gateway said that it punches, as it took the latest ring",
        "registrations[].boundFrom: of equipment: from which address and port it took that",
        "registrations[].translated: of an issuer that rings: whether it is seen at another address than it says",
        "registrations[].stringUntil: if nobody has used its enrolment string: when that expires, or did",
        "more: whether there are more; --after lists them"
    })
    @Example({"registrations -l 20", "registrations --offline"})
    @Descriptor("the equipment list: who is where, and who is not there (server)")
    public void registrations(
            CommandSession session,
            @AsJson boolean json,
            @Descriptor("who is not there: equipment that is not registered, with what is known of its last row, and"
                            + " whoever is suspended, revoked, or has not joined by the string made for it")
                    @Parameter(
                            names = {"--offline"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean offline,
            @Descriptor("who is registered and who is not")
                    @Parameter(
                            names = {"--all"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean all,
            @Descriptor("TEXT: only IDs that contain it")
                    @Parameter(
                            names = {"--like"},
                            absentValue = "")
                    String like,
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
        Optional<EquipmentId> last = after.isEmpty() ? Optional.empty() : Optional.of(Ids.after(after));
        Wanted wanted = wanted(offline, all);
        Page<ListedDevice> page = Page.of(
                ListedDevice.list(roles.server(), wanted, id -> id.value().contains(like), last, rows + 1), rows);
        Terminal terminal = Terminal.of(session);
        if (json) {
            Map<String, Object> list = Json.list(
                    "registrations",
                    page.rows().stream().map(ListedDevice::json).toList());
            list.put("more", page.more());
            terminal.out().println(Json.write(list));
            return;
        }
        print(page.rows(), wanted, terminal.out());
        if (page.rows().isEmpty()) {
            terminal.err().println(last.isEmpty() ? nobody(wanted, like) : "Nobody after " + after + ".");
        } else if (page.more()) {
            terminal.err()
                    .println("More: registrations" + (offline ? " --offline" : "") + (all ? " --all" : "")
                            + (like.isEmpty() ? "" : " --like " + like) + " --limit " + rows + " --after "
                            + page.rows().get(rows - 1).id());
        }
    }

    private static Wanted wanted(boolean offline, boolean all) {
        if (offline && all) {
            throw CommandFailure.usage("--all: stands beside --offline (expected: one of the two)");
        }
        return all ? Wanted.ALL : offline ? Wanted.OFFLINE : Wanted.ONLINE;
    }

    private static String nobody(Wanted wanted, String like) {
        String whom = like.isEmpty() ? "Nobody" : "Nobody with " + like + " in the ID";
        return switch (wanted) {
            case ONLINE -> whom + " is registered.";
            case OFFLINE -> whom + " is offline, suspended, revoked or to join yet.";
            case ALL -> whom + " is registered, offline, suspended, revoked or to join yet.";
        };
    }

    /** Prints the row of one piece of equipment, or what is known of its last one. */
    void print(EquipmentId equipment, PrintStream out) {
        List<ListedDevice> rows = ListedDevice.list(roles.server(), Wanted.ALL, equipment::equals, Optional.empty(), 1);
        print(rows, Wanted.ALL, out);
    }

    /** Who is not there has no path, but in JSON what was last known of it. */
    private void print(List<ListedDevice> rows, Wanted wanted, PrintStream out) {
        LastHeard heard = LastHeard.now(roles);
        Instant now = Instant.now();
        boolean paths = wanted != Wanted.OFFLINE;
        List<String> head = List.of("ID", "ROLE", "ADDRESS", "SERVER SOCKET", "SINCE", "STATE", "ENDS IN");
        Table table = new Table(cells(head, paths ? List.of("PATH", "NAT") : List.of()));
        for (ListedDevice one : rows) {
            Optional<RegisteredDevice> row = one.row();
            List<String> cells = List.of(
                    one.id().value(),
                    one.roleWord(),
                    row.map(known -> AddressText.print(known.address())).orElse("-"),
                    row.map(known -> AddressText.print(known.socket())).orElse("-"),
                    row.map(known -> Times.minute(known.since())).orElse("-"),
                    one.isOnline() ? row.map(heard::words).orElse("-") : absent(one, now),
                    one.isOnline() ? row.map(known -> ends(known, now)).orElse("-") : "-");
            table.row(cells(cells, paths ? List.of(PathText.path(row), PathText.nat(row)) : List.of()));
        }
        table.print(out);
    }

    private static String[] cells(List<String> first, List<String> more) {
        return Stream.concat(first.stream(), more.stream()).toArray(String[]::new);
    }

    /** What is known of somebody who is not there. */
    private static String absent(ListedDevice one, Instant now) {
        return one.state().words()
                + one.row()
                        .map(known -> ", last heard " + Times.minute(known.refreshed()))
                        .orElse("")
                + one.unheard().map(unheard -> ", " + unheard.words()).orElse("")
                + one.string()
                        .map(string -> (string.known() ? "; new " : "; ") + NotJoined.until(string, now))
                        .orElse("");
    }

    private static String ends(RegisteredDevice row, Instant now) {
        return row.expires().map(ends -> Times.span(left(now, ends))).orElse("with its connection");
    }

    private static Duration left(Instant now, Instant ends) {
        Duration left = Duration.between(now, ends);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
