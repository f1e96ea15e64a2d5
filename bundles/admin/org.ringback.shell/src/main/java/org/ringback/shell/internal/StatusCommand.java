package org.ringback.shell.internal;

import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.Amount;
import org.ringback.api.Page;
import org.ringback.api.control.EquipmentStatus;
import org.ringback.api.control.GrantedEquipment;

/** The command {@code status}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=status"})
public final class StatusCommand extends Command {
    private final Roles roles;
    private final Reasons reasons;
    private final Forwards forwards;
    private final Updater updater;

    /**
     * Makes the command.
     *
     * @param roles finds the roles of this process
     * @param reasons tells why a role does not run
     * @param forwards the forwards of this program
     * @param updater knows the bundles
     */
    @Activate
    public StatusCommand(
            @Reference Roles roles,
            @Reference Reasons reasons,
            @Reference Forwards forwards,
            @Reference Updater updater) {
        super("status");
        this.roles = roles;
        this.reasons = reasons;
        this.forwards = forwards;
        this.updater = updater;
    }

    @Override
    boolean tellsOfRoles() {
        return true;
    }

    /**
     * Prints the state of every role of this process.
     *
     * @param session has the streams of the command
     * @param json whether to print JSON
     * @param all whether to show each of very many devices
     * @param counters whether to print what was counted
     * @param id the only ID to show; empty for all
     */
    @Fields({
        "warnings[]: what needs a person, and what to do",
        "versions.ringback: of this program",
        "versions.java: of the Java that runs it",
        "versions.system: the operating system",
        "versions.since: when it was started",
        "server.listens[]: its addresses",
        "server.knownAs[]: those that it tells its devices",
        "server.authority: the fingerprint of its CA",
        "server.authorityFromBackup: since when the backup CA is in use, if it is",
        "server.registered: how many devices are",
        "server.pendingRings: how many rings are under way",
        "server.relays: whether it relays calls whose ends do not meet",
        "server.relayedCalls: how many it relays now",
        "server.warnings[]: what needs its operator",
        "server.totals.*: how many devices are in which state",
        "server.enrolments[].id: the ID",
        "server.enrolments[].role: acceptor or issuer",
        "server.enrolments[].state: enrolled, suspended or revoked",
        "server.enrolments[].key: the fingerprint of its key",
        "server.enrolments[].since: when it came to that state",
        "server.enrolments[].protections[]: numbers of those that it may use",
        "server.enrolments[].mayAskFor[]: the equipment that it may ask for",
        "server.enrolments[].answeredSecondsAgo: since it answered",
        "server.enrolments[].silent: whether it misses its refreshes",
        "server.leftOut: how many are not listed; --all lists them",
        "server.notJoined[].id: an ID whose enrolment string nobody has used",
        "server.notJoined[].role: what it is to join as",
        "server.notJoined[].until: when the string expires, or did",
        "acceptor.warnings[]: what needs its owner",
        "acceptor.totals.*: how many are in which state",
        "acceptor.equipment[].name: its name here",
        "acceptor.equipment[].id: its ID at its server",
        "acceptor.equipment[].state: registered or not",
        "acceptor.equipment[].answeredSecondsAgo: since the server answered",
        "acceptor.equipment[].trouble: why it cannot be rung",
        "acceptor.equipment[].server: where it is registered",
        "acceptor.equipment[].seenAs: the address that the server sees",
        "acceptor.equipment[].translated: whether this machine does not have that IP address, if it is known",
        "acceptor.equipment[].leaseUntil: how long the registration holds",
        "acceptor.equipment[].systems[]: how it may be rung",
        "acceptor.equipment[].passwordStored: whether a password is set",
        "acceptor.equipment[].calls: how many stand",
        "acceptor.equipment[].key: the fingerprint of its key",
        "acceptor.equipment[].services[].name: what answers its rings",
        "acceptor.equipment[].services[].admin: whether only a grant that names it gives it",
        "acceptor.equipment[].services[].answeredBy: the address that it is forwarded to, or the bundle that answers",
        "acceptor.equipment[].grants[].id: which",
        "acceptor.equipment[].grants[].person: to whom",
        "acceptor.equipment[].grants[].made: when",
        "acceptor.equipment[].grants[].key: the fingerprint of the key that took it",
        "acceptor.equipment[].grants[].revoked: whether it was taken back",
        "acceptor.equipment[].grants[].suspended: whether it is kept back for now",
        "acceptor.equipment[].grants[].overdue: whether its string was not used in time",
        "acceptor.equipment[].grants[].alarm: what happened to it that needs somebody",
        "acceptor.equipment[].grants[].services[]: what it gives; none if it gives all but those marked admin",
        "acceptor.equipment[].grants[].onlyThese: whether it gives these and no others",
        "acceptor.equipment[].grants[].until: when it ends",
        "acceptor.equipment[].grants[].ended: whether that is over",
        "acceptor.leftOut: how many are not listed; --all lists them",
        "issuer.granted[].*: as the command granted has it, but without online, as status asks no server",
        "issuer.leftOut: how many are not listed; --all lists them",
        "issuer.forwards[].at: where it listens",
        "issuer.forwards[].equipment: the equipment",
        "issuer.forwards[].service: the service",
        "issuer.forwards[].call: standing, ringing or waiting",
        "issuer.forwards[].since: since when",
        "issuer.forwards[].configured: whether it is there after each start",
        "issuer.forwards[].nonce: the ring of its call",
        "issuer.forwards[].why: why the last call ended",
        "crypto[].*: as the command crypto has it",
        "counters.*: what was counted since the start, by role"
    })
    @Example({"status", "status --of lamp-1", "status --counters"})
    @Descriptor("how every role is: warnings first, then facts, and at a terminal how many warnings there were")
    public void status(
            CommandSession session,
            @AsJson boolean json,
            @Descriptor("also of more than 20 a line for each, not only of those that need somebody")
                    @Parameter(
                            names = {"--all"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean all,
            @Descriptor("also what was counted since the start")
                    @Parameter(
                            names = {"--counters"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean counters,
            @Descriptor("ID: of all lines and warnings that one's only, and no counters")
                    @Parameter(
                            names = {"--of"},
                            absentValue = "")
                    String id) {
        Shown.Wanted wanted = new Shown.Wanted(all, id);
        PrintStream out = Terminal.of(session).out();
        List<String> absent = LocalRole.absent(roles, reasons);
        if (roles.findServer().isEmpty()
                && roles.findAcceptor().isEmpty()
                && roles.findIssuer().isEmpty()) {
            throw absent.isEmpty()
                    ? LocalRole.none()
                    : new CommandFailure(CommandFailure.NO_ROLE, "no role runs here; " + String.join("; ", absent));
        }
        if (json) { // in JSON an empty list says that there is none
            out.println(Json.write(StatusJson.of(roles, absent, forwards, wanted)));
            return;
        }
        if (!id.isEmpty()) {
            new Known(roles).require(Ids.any(id));
        }
        List<String> warnings = new ArrayList<>(absent);
        warnings.addAll(wanted.of(roles.warnings()));
        warnings.forEach(warning -> out.println("WARNING: " + warning));
        if (id.isEmpty()) {
            out.println(Versions.here().line());
        }
        roles.findServer().ifPresent(server -> {
            LastHeard heard = LastHeard.now(roles);
            StatusText.server(
                    server.status(),
                    new Totals(server, heard, wanted),
                    new NotJoined(server, wanted, Instant.now()),
                    heard,
                    out);
        });
        roles.findAcceptor()
                .ifPresent(acceptor ->
                        new GatewayStatus(Page.all(acceptor::equipment, EquipmentStatus::name), wanted).print(out));
        roles.findIssuer()
                .ifPresent(issuer -> StatusText.issuer(
                        Page.all(issuer::granted, GrantedEquipment::equipment).size(), forwards.all(), out));
        if (id.isEmpty()) {
            StatusText.crypto(roles.crypto(), out);
            StatusText.bundles(updater.bundles(), out);
            printCounters(counters, out);
            StatusText.scrolledOff(warnings.size(), out);
        }
    }

    /** Prints what was counted, or only that it can be: the list would push what needs a person out of sight. */
    private void printCounters(boolean whole, PrintStream out) {
        Table table = new Table("COUNTED SINCE THE START", "AT", "TIMES");
        int[] rows = {0};
        roles.counters().forEach((role, counters) -> counters.counters().forEach((name, times) -> {
            table.row(name, role, String.valueOf(times));
            rows[0]++;
        }));
        if (rows[0] > 0 && whole) {
            table.print(out);
        } else if (rows[0] > 0) {
            out.println("counted since the start: " + Amount.of(rows[0], "thing") + "; see status --counters");
        }
    }
}
