package org.ringback.shell.internal;

import java.io.PrintStream;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.ringback.api.Amount;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;
import org.ringback.api.control.BundleOrigin;
import org.ringback.api.control.BundleStatus;
import org.ringback.api.control.CryptoUse;
import org.ringback.api.control.Enrolment;
import org.ringback.api.control.ForwardStatus;
import org.ringback.api.control.ServerStatus;
import org.ringback.api.net.AddressText;

/** Prints the state of each role for people. Stateless. */
final class StatusText {
    private static final String INDENT = "  ";
    private static final String NONE = "-";

    private StatusText() {}

    static void server(ServerStatus status, Totals totals, NotJoined notJoined, LastHeard heard, PrintStream out) {
        out.println("server");
        Table facts = new Table(
                "listens on",
                status.addresses().stream().map(AddressText::print).collect(Collectors.joining(", ")));
        facts.row("known as", String.join(", ", status.advertised()));
        facts.row("its CA", authority(status));
        facts.row(
                "right now",
                status.enrolled() + " enrolled, " + status.registered() + " registered, "
                        + Amount.of(status.pendingRings(), "pending ring")
                        + (notJoined.nobody() ? "" : ", " + notJoined.count() + " not joined"));
        facts.row(
                "relay",
                (status.relays() ? "on" : "off: calls whose ends do not meet fail (key relay)") + ", "
                        + Amount.of(status.relayedCalls(), "call", "calls") + " relayed now");
        Shown<Enrolment> shown = totals.shown();
        if (shown.more() > 0) {
            facts.row("of them", totals.words());
        }
        String toJoin = notJoined.words();
        if (!toJoin.isEmpty()) {
            facts.row("not joined", toJoin);
        }
        facts.print(INDENT, out);
        if (shown.rows().isEmpty() && shown.more() == 0) {
            if (notJoined.nobody() && !notJoined.ofOne()) {
                out.println(INDENT + "Nobody is enrolled. Next: enrol ID");
            }
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
                    joined(one.protections(), ","),
                    joined(one.mayAsk(), ", "));
        }
        print(table, shown, "", out);
    }

    /** Repeats at a terminal how much needs a person, as the first lines may not be on its screen any more. */
    static void scrolledOff(int warnings, PrintStream out) {
        if (warnings > 0 && TerminalOutput.isTerminal(out)) {
            out.println(Amount.of(warnings, "thing needs", "things need") + " a person: see warnings");
        }
    }

    /** Says which CA is in use. */
    static String authority(ServerStatus status) {
        return status.authority().shortForm()
                + status.fromBackup()
                        .map(since -> ", the former backup CA, since " + Times.minute(since))
                        .orElse("");
    }

    /** Prints the shown rows, and how to see the others if some are left out. */
    static void print(Table table, Shown<?> shown, String what, PrintStream out) {
        if (!shown.rows().isEmpty()) {
            table.print(INDENT, out);
        }
        if (shown.more() > 0) {
            out.println(INDENT
                    + String.format(
                            Locale.ROOT,
                            "and %,d more%s; 'status --of ID' shows one of them, 'status --all' all",
                            shown.more(),
                            what));
        }
    }

    /** Which bundle's crypto protects what, where that is not simply what is used. */
    static void crypto(List<CryptoUse> uses, PrintStream out) {
        if (uses.stream().allMatch(one -> one.state() == CryptoUse.State.USED)) {
            return;
        }
        everyCrypto(uses, out);
    }

    /** Which bundles are not the installation's own, in one line; none if all are. */
    static void bundles(List<BundleStatus> all, PrintStream out) {
        Map<BundleOrigin, Long> others = all.stream()
                .filter(one -> one.origin() != BundleOrigin.INSTALLATION)
                .collect(Collectors.groupingBy(
                        BundleStatus::origin, () -> new EnumMap<>(BundleOrigin.class), Collectors.counting()));
        if (others.isEmpty()) {
            return;
        }
        long unproved = all.stream().filter(BundleStatus::unproved).count();
        out.println("bundles: "
                + others.entrySet().stream()
                        .map(one -> one.getValue() + " " + one.getKey().name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "))
                + (unproved == 0 ? "" : ", " + unproved + " unproved") + "; see bundles");
    }

    /** Which bundle's crypto protects how much. */
    static void everyCrypto(List<CryptoUse> uses, PrintStream out) {
        Table table = new Table("CRYPTO", "VERSION", "BUNDLE", "SINCE", "IS", "CONNECTIONS");
        for (CryptoUse one : uses) {
            table.row(
                    one.name(),
                    one.version(),
                    String.valueOf(one.bundle()),
                    Times.minute(one.since()),
                    drains(one) ? "draining" : state(one.state()),
                    String.valueOf(one.sessions()));
        }
        table.print(out);
        uses.stream()
                .filter(StatusText::drains)
                .findFirst()
                .ifPresent(one -> out.println("What is draining protects its connections until they end; calls move"
                        + " away within a minute. To end its calls now: crypto --cut " + one.bundle()));
    }

    /** Whether crypto that nothing new uses still protects something. */
    private static boolean drains(CryptoUse one) {
        return one.state() == CryptoUse.State.GONE && one.sessions() > 0;
    }

    static String state(CryptoUse.State state) {
        return switch (state) {
            case USED -> "used";
            case STANDS_BY -> "standing by";
            case GONE -> "gone";
        };
    }

    static void issuer(int granted, List<ForwardStatus> forwards, PrintStream out) {
        out.println("issuer");
        out.println(INDENT
                + (granted == 0
                        ? "No equipment may be rung yet. Next: accept-grant, with the string of its owner"
                        : "equipment that may be rung: " + granted + "; 'granted' lists it"));
        ForwardText.print(forwards, INDENT, out);
    }

    /** Where equipment is enrolled, and as what, if it has another name here. */
    static String at(EquipmentId name, EquipmentId id, String server) {
        return name.equals(id) ? server : id + " at " + server;
    }

    static String systems(Set<RingSystem> systems) {
        return systems.stream().sorted().map(RingSystem::label).collect(Collectors.joining(","));
    }

    private static String joined(Collection<?> values, String between) {
        return values.isEmpty()
                ? NONE
                : values.stream().map(Object::toString).sorted().collect(Collectors.joining(between));
    }
}
