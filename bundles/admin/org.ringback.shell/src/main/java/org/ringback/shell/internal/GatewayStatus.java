package org.ringback.shell.internal;

import java.io.PrintStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ringback.api.Amount;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.control.EquipmentStatus;
import org.ringback.api.control.EquipmentStatus.GrantStatus;

/**
 * What {@code status} shows of a gateway: how many pieces of equipment and grants are in which state, and the rows to
 * print. Immutable.
 */
final class GatewayStatus {
    private static final String INDENT = "  ";
    private static final String NONE = "-";
    private static final String REGISTERED = "registered";
    private static final String ABSENT = "not registered";
    private static final String ALARMING = "with an alarm";
    private static final String GRANTS = "grants";
    private static final String CALLS = "calls";
    /** Of a grant's ID so many digits are shown; they tell the grants of one person apart. */
    private static final int GRANT_DIGITS = 8;

    /** The singular of words that are counted. */
    private static final Map<String, String> ONE = Map.of(GRANTS, "grant", CALLS, "call");

    /** The names in JSON that differ from the words for people. */
    private static final Map<String, String> PROGRAMS = Map.of(ABSENT, "notRegistered", ALARMING, "alarms");

    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final String only;
    private final boolean grantable;
    private final Shown<EquipmentStatus> equipment;
    private final Shown<Granted> grants;

    /** One grant of one piece of equipment. */
    private record Granted(EquipmentId equipment, GrantStatus grant) {
        boolean alarming() {
            return !grant.alarm().isEmpty() && !grant.over();
        }

        Instant made() {
            return grant.made();
        }
    }

    GatewayStatus(List<EquipmentStatus> all, Shown.Wanted wanted) {
        List<Granted> granted = all.stream().flatMap(GatewayStatus::granted).toList();
        only = wanted.id();
        // Making a grant needs the server, so equipment with a trouble cannot get one.
        grantable = all.stream().anyMatch(one -> one.trouble().isEmpty());
        long registered = all.stream().filter(GatewayStatus::registered).count();
        counts.put(REGISTERED, registered);
        counts.put(ABSENT, all.size() - registered);
        counts.put(GRANTS, (long) granted.size());
        counts.put(ALARMING, granted.stream().filter(Granted::alarming).count());
        counts.put(CALLS, all.stream().mapToLong(EquipmentStatus::calls).sum());
        equipment = wanted.of(
                all.stream(),
                EquipmentStatus::name,
                one -> !registered(one) || granted(one).anyMatch(Granted::alarming),
                Comparator.comparing(EquipmentStatus::name));
        // Whoever asks for one piece of equipment wants all of its grants.
        grants = new Shown.Wanted(wanted.all() || !wanted.id().isEmpty(), wanted.id())
                .of(
                        granted.stream(),
                        Granted::equipment,
                        Granted::alarming,
                        Comparator.comparing(Granted::made).reversed());
    }

    private static Stream<Granted> granted(EquipmentStatus one) {
        return one.grants().stream().map(grant -> new Granted(one.name(), grant));
    }

    private static boolean registered(EquipmentStatus one) {
        return one.state().equals(REGISTERED);
    }

    Shown<EquipmentStatus> equipment() {
        return equipment;
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        counts.forEach((name, count) -> json.put(PROGRAMS.getOrDefault(name, name), count));
        return json;
    }

    void print(PrintStream out) {
        out.println("acceptor");
        if (equipment.rows().isEmpty() && equipment.more() == 0) {
            out.println(INDENT + "No equipment yet. Next: join, with the string that 'enrol ID' printed at the server");
            return;
        }
        if (equipment.more() > 0 || grants.more() > 0) {
            out.println(INDENT
                    + counts.entrySet().stream()
                            .map(one -> Amount.of(
                                    one.getValue(), ONE.getOrDefault(one.getKey(), one.getKey()), one.getKey()))
                            .collect(Collectors.joining(", ")));
        }
        printEquipment(out);
        if (grants.rows().isEmpty() && grants.more() == 0) {
            out.println(INDENT + "Nobody may ring yet." + (grantable ? " Next: grant EQUIPMENT PERSON" : ""));
        } else {
            printGrants(out);
        }
    }

    private void printEquipment(PrintStream out) {
        Table table = new Table(
                "EQUIPMENT", "STATE", "CALLS", "SYSTEMS", "PASSWORD", "SERVER", "SEEN AS", "LEASE UNTIL", "KEY");
        for (EquipmentStatus one : equipment.rows()) {
            table.row(
                    one.name().value(),
                    one.answered()
                            .filter(ago -> registered(one))
                            .map(ago -> REGISTERED + ", answered " + Times.span(ago) + " ago")
                            .orElse(one.state()),
                    String.valueOf(one.calls()),
                    StatusText.systems(one.systems()),
                    one.passwordStored() ? "set" : "not set",
                    StatusText.at(one.name(), one.id(), one.server()),
                    seenAs(one),
                    one.leaseUntil().map(Times::minute).orElse(NONE),
                    one.key().shortForm());
        }
        StatusText.print(table, equipment, "", out);
        if (!only.isEmpty()) {
            equipment.rows().stream()
                    .filter(one -> !one.trouble().isEmpty())
                    .forEach(one -> out.println(INDENT + ABSENT + ", and cannot be rung: " + one.trouble()));
        }
    }

    private static String seenAs(EquipmentStatus one) {
        return one.reflexive().orElse(NONE)
                + one.translated().filter(yes -> yes).map(yes -> ", translated").orElse("");
    }

    private void printGrants(PrintStream out) {
        Table table =
                new Table("GRANTED TO", "EQUIPMENT", "MADE", "ISSUER'S KEY", "GRANT", "SERVICES", "UNTIL", "STATE");
        for (Granted one : grants.rows()) {
            table.row(
                    one.grant().person().value(),
                    one.equipment().value(),
                    Times.minute(one.made()),
                    one.grant().key().map(KeyFingerprint::shortForm).orElse(NONE),
                    one.grant().id().hex().substring(0, GRANT_DIGITS),
                    Terms.services(one.grant().terms()),
                    Terms.until(one.grant().terms()),
                    state(one.grant()));
        }
        StatusText.print(table, grants, " grants", out);
    }

    private static String state(GrantStatus grant) {
        if (grant.revoked()) {
            return "revoked";
        }
        if (grant.ended()) {
            return "ended";
        }
        if (!grant.alarm().isEmpty()) {
            return (grant.suspended() ? "suspended, " : "") + "ALARM: " + grant.alarm();
        }
        if (grant.suspended()) {
            return "suspended";
        }
        if (grant.overdue()) {
            return "not used in time";
        }
        return grant.key().isPresent() ? "in use" : "not used yet";
    }
}
