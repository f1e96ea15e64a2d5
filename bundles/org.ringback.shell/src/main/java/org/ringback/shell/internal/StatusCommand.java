package org.ringback.shell.internal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.RingSystem;
import org.ringback.api.control.AcceptorControl;
import org.ringback.api.control.Enrolment;
import org.ringback.api.control.EquipmentStatus;
import org.ringback.api.control.IssuerControl;
import org.ringback.api.control.ServerControl;
import org.ringback.api.control.ServerStatus;

/** The command {@code status}. Thread-safe. */
@Component(
        service = StatusCommand.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=status"})
public final class StatusCommand {
    private final Roles roles;

    /**
     * Uses the roles that run here.
     *
     * @param roles come and go
     */
    @Activate
    public StatusCommand(@Reference Roles roles) {
        this.roles = roles;
    }

    /**
     * Prints how every role is that runs here.
     *
     * @param session whose streams are used
     */
    @Descriptor("how every role is that runs here: warnings first, then facts, then counters")
    public void status(CommandSession session) {
        PrintStream out = Terminal.of(session).out();
        List<String> warnings = new ArrayList<>();
        roles.findServer().ifPresent(server -> warnings.addAll(server.status().warnings()));
        roles.findAcceptor().ifPresent(acceptor -> warnings.addAll(acceptor.warnings()));
        warnings.forEach(warning -> out.println("WARNING  " + warning));
        roles.findServer().ifPresent(server -> print(server, out));
        roles.findAcceptor().ifPresent(acceptor -> print(acceptor, out));
        roles.findIssuer().ifPresent(issuer -> print(issuer, out));
        if (roles.findServer().isEmpty()
                && roles.findAcceptor().isEmpty()
                && roles.findIssuer().isEmpty()) {
            throw new CommandFailure(
                    CommandFailure.NO_ROLE,
                    "no role runs here yet (expected: server, acceptor or issuer within seconds of the start;"
                            + " else see log/ringback.log)");
        }
        new TreeMap<>(roles.counters()).forEach((role, counters) -> {
            String counted = counters.counters().entrySet().stream()
                    .map(entry -> entry.getKey() + " " + entry.getValue())
                    .collect(Collectors.joining(", "));
            out.println("counted at the " + role + ": " + (counted.isEmpty() ? "nothing" : counted));
        });
    }

    private static void print(ServerControl server, PrintStream out) {
        ServerStatus status = server.status();
        out.println("server      at "
                + status.addresses().stream().map(Addresses::print).collect(Collectors.joining(", "))
                + ", known as " + String.join(", ", status.advertised()));
        out.println("            CA " + status.authority().shortForm() + ", " + status.enrolled() + " enrolled, "
                + status.registered() + " registered, " + status.pendingRings() + " pending rings");
        List<Enrolment> enrolments = server.enrolments();
        if (!enrolments.isEmpty()) {
            Table table = new Table("ID", "ROLE", "STATE", "KEY", "SINCE", "MAY ASK FOR");
            for (Enrolment one : enrolments) {
                table.row(
                        one.id().value(),
                        one.role().name().toLowerCase(Locale.ROOT),
                        one.state().name().toLowerCase(Locale.ROOT),
                        one.key().shortForm(),
                        Times.minute(one.since()),
                        one.mayAsk().isEmpty()
                                ? "-"
                                : one.mayAsk().stream()
                                        .map(Object::toString)
                                        .sorted()
                                        .collect(Collectors.joining(",")));
            }
            table.print(out);
        }
    }

    private static void print(AcceptorControl acceptor, PrintStream out) {
        List<EquipmentStatus> all = acceptor.equipment();
        out.println("acceptor    " + all.size() + " pieces of equipment" + (all.isEmpty() ? ". Next: join" : ""));
        for (EquipmentStatus one : all) {
            out.println("  " + one.id() + "  " + one.state() + " at " + one.server()
                    + one.reflexive().map(address -> ", seen as " + address).orElse("")
                    + one.leaseUntil()
                            .map(until -> ", lease until " + Times.minute(until))
                            .orElse("")
                    + ", systems "
                    + one.systems().stream().map(RingSystem::label).sorted().collect(Collectors.joining(","))
                    + ", password " + (one.passwordStored() ? "set" : "not set")
                    + ", " + one.calls() + " calls, key " + one.key().shortForm());
            for (EquipmentStatus.GrantStatus grant : one.grants()) {
                out.println("    granted to " + grant.person() + " on " + Times.minute(grant.made())
                        + grant.key().map(key -> ", key " + key.shortForm()).orElse(", not used yet")
                        + (grant.revoked() ? ", REVOKED" : "")
                        + (grant.alarm().isEmpty() ? "" : ", ALARM: " + grant.alarm()));
            }
        }
    }

    private static void print(IssuerControl issuer, PrintStream out) {
        int count = issuer.granted().size();
        out.println("issuer      may ring " + count + " pieces of equipment"
                + (count == 0 ? ". Next: accept-grant" : ": granted lists them"));
    }
}
