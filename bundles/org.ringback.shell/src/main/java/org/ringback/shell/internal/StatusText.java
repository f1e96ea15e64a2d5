package org.ringback.shell.internal;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingSystem;
import org.ringback.api.control.Enrolment;
import org.ringback.api.control.EquipmentStatus;
import org.ringback.api.control.ServerStatus;
import org.ringback.api.crypto.Protection;

/** Shows how each role is. Stateless. */
final class StatusText {
    private static final String INDENT = "  ";
    private static final String NONE = "-";
    private static final String REGISTERED = "registered";

    private StatusText() {}

    static void server(ServerStatus status, Totals totals, LastHeard heard, PrintStream out) {
        out.println("server");
        Table facts = new Table(
                "listens on", status.addresses().stream().map(Addresses::print).collect(Collectors.joining(", ")));
        facts.row("known as", String.join(", ", status.advertised()));
        facts.row("its CA", authority(status));
        facts.row(
                "right now",
                status.enrolled() + " enrolled, " + status.registered() + " registered, " + status.pendingRings()
                        + " pending rings");
        Shown<Enrolment> shown = totals.shown();
        if (shown.more() > 0) {
            facts.row("of them", totals.words());
        }
        facts.print(INDENT, out);
        if (shown.rows().isEmpty() && shown.more() == 0) {
            out.println(INDENT + "Nobody is enrolled. Next: enrol ID");
            return;
        }
        Table table = new Table("ID", "ROLE", "STATE", "HEARD", "KEY", "SINCE", "PROTECTIONS", "MAY ASK FOR");
        for (Enrolment one : shown.rows()) {
            table.row(
                    one.id().value(),
                    one.role().name().toLowerCase(Locale.ROOT),
                    one.state().name().toLowerCase(Locale.ROOT),
                    heard.words(one.id()),
                    one.key().shortForm(),
                    Times.minute(one.since()),
                    joined(one.protections().stream()
                            .sorted()
                            .map(Protection::label)
                            .toList()),
                    joined(one.mayAsk()));
        }
        print(table, shown, out);
    }

    /** Which CA is in use. */
    static String authority(ServerStatus status) {
        return status.authority().shortForm()
                + status.fromBackup()
                        .map(since -> ", the former backup CA, since " + Times.minute(since))
                        .orElse("");
    }

    /** Of very many rows those that need somebody, the newest first, and how to see the others. */
    private static void print(Table table, Shown<?> shown, PrintStream out) {
        if (!shown.rows().isEmpty()) {
            table.print(INDENT, out);
        }
        if (shown.more() > 0) {
            out.println(INDENT
                    + String.format(
                            Locale.ROOT,
                            "and %,d more; 'status --of ID' shows one of them, 'status --all' all",
                            shown.more()));
        }
    }

    /** A gateway's equipment needs somebody as long as it is not registered. */
    static Shown<EquipmentStatus> shown(List<EquipmentStatus> all, Shown.Wanted wanted) {
        return wanted.of(
                all,
                EquipmentStatus::id,
                one -> !one.state().equals(REGISTERED),
                Comparator.comparing(EquipmentStatus::id));
    }

    static void acceptor(Shown<EquipmentStatus> shown, PrintStream out) {
        out.println("acceptor");
        List<EquipmentStatus> all = shown.rows();
        if (all.isEmpty() && shown.more() == 0) {
            out.println(INDENT + "No equipment yet. Next: join, with the string that 'enrol ID' printed at the server");
            return;
        }
        Table table = new Table(
                "EQUIPMENT", "STATE", "SERVER", "SEEN AS", "LEASE UNTIL", "SYSTEMS", "PASSWORD", "CALLS", "KEY");
        for (EquipmentStatus one : all) {
            table.row(
                    one.id().value(),
                    one.answered()
                            .filter(ago -> one.state().equals(REGISTERED))
                            .map(ago -> REGISTERED + ", answered " + Times.span(ago) + " ago")
                            .orElse(one.state()),
                    one.server(),
                    one.reflexive().orElse(NONE),
                    one.leaseUntil().map(Times::minute).orElse(NONE),
                    systems(one.systems()),
                    one.passwordStored() ? "set" : "not set",
                    String.valueOf(one.calls()),
                    one.key().shortForm());
        }
        print(table, shown, out);
        if (all.isEmpty()) {
            return;
        }
        Table grants = new Table("GRANTED TO", "EQUIPMENT", "MADE", "ISSUER'S KEY", "STATE");
        for (EquipmentStatus one : all) {
            for (EquipmentStatus.GrantStatus grant : one.grants()) {
                grants.row(
                        grant.person().value(),
                        one.id().value(),
                        Times.minute(grant.made()),
                        grant.key().map(KeyFingerprint::shortForm).orElse(NONE),
                        state(grant));
            }
        }
        if (all.stream().allMatch(one -> one.grants().isEmpty())) {
            out.println(INDENT + "Nobody may ring yet. Next: grant EQUIPMENT PERSON");
        } else {
            grants.print(INDENT, out);
        }
    }

    private static String state(EquipmentStatus.GrantStatus grant) {
        if (!grant.alarm().isEmpty()) {
            return "ALARM: " + grant.alarm();
        }
        if (grant.revoked()) {
            return "revoked";
        }
        return grant.key().isPresent() ? "in use" : "not used yet";
    }

    static void issuer(int granted, PrintStream out) {
        out.println("issuer");
        out.println(INDENT
                + (granted == 0
                        ? "No equipment may be rung yet. Next: accept-grant, with the string of its owner"
                        : "equipment that may be rung: " + granted + "; 'granted' lists it"));
    }

    static String systems(Set<RingSystem> systems) {
        return systems.stream().sorted().map(RingSystem::label).collect(Collectors.joining(","));
    }

    private static String joined(Collection<?> values) {
        return values.isEmpty()
                ? NONE
                : values.stream().map(Object::toString).sorted().collect(Collectors.joining(","));
    }
}
