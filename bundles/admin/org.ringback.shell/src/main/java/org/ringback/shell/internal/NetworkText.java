package org.ringback.shell.internal;

import java.io.PrintStream;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.ringback.api.Amount;
import org.ringback.api.EquipmentId;
import org.ringback.api.control.NetworkPath;
import org.ringback.api.control.NetworkReport;
import org.ringback.api.control.ServerNetwork;
import org.ringback.api.net.AddressScope;
import org.ringback.api.net.AddressText;

/** Prints for people what a role found out about the network. Stateless. */
final class NetworkText {
    private static final String INDENT = "  ";
    private static final String NONE = "-";
    private static final int NAMED = 3;
    private static final double NANOS_PER_MILLI = 1_000_000;

    /** Two ends cannot be told apart by less, as a server's clock is told in whole seconds. */
    private static final Duration SAME = Duration.ofSeconds(2);
    /** Beyond it strings of ten minutes count as over too early or too late. */
    private static final Duration MATTERS = Duration.ofMinutes(1);

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private NetworkText() {}

    static void server(ServerNetwork server, PrintStream out) {
        out.println("server");
        Table table = new Table("LISTENS ON", "REACHED FROM", "PROBE");
        for (ServerNetwork.Listening one : server.listening()) {
            table.row(AddressText.print(one.address()), from(one.scope()), one.probe() ? "answered" : "not answered");
        }
        table.print(INDENT, out);
        server.notHad().forEach(failure -> line("not had", failure, out));
        line("known as", String.join(", ", server.advertised()), out);
        line(
                "clock",
                CLOCK.format(server.clock())
                        + (server.clockPlausible() ? "" : ", which is before this program was built: set it"),
                out);
        line("devices", words(server), out);
        line("ring", rings(server), out);
    }

    private static String from(AddressScope scope) {
        return switch (scope) {
            case LOOPBACK -> "this machine alone";
            case LINK_LOCAL -> "neighbours on one link";
            case PRIVATE -> "its own site (private)";
            case SHARED -> "its carrier's network";
            case SPECIAL -> "nowhere (reserved)";
            case PUBLIC -> "everywhere (public)";
        };
    }

    /** Whether it listens where it should, with a clock that can be right. */
    static boolean good(ServerNetwork server) {
        return !server.listening().isEmpty() && server.notHad().isEmpty() && server.clockPlausible();
    }

    /** What that means for devices. */
    static String words(ServerNetwork server) {
        if (server.listening().isEmpty()) {
            return "none can reach it, as it listens nowhere";
        }
        boolean open = server.listening().stream().anyMatch(one -> one.scope() == AddressScope.PUBLIC);
        boolean site = server.listening().stream()
                .anyMatch(one -> one.scope() == AddressScope.PRIVATE || one.scope() == AddressScope.SHARED);
        String reach = open
                ? "whoever reaches what it is known as can ask; a firewall before it is not seen from here"
                : site
                        ? "only those of its own site, unless a router passes TCP and UDP of its port on to it"
                        : "only those on this machine";
        return server.clockPlausible() ? reach : "none trusts it until its clock is right";
    }

    /** What becomes of rings: which of them meet is decided by the networks of both ends, of which a server knows nothing. */
    static String rings(ServerNetwork server) {
        return "A ring is answered directly where both ends' networks let them meet, else "
                + (server.relays()
                        ? "through this server's relay, " + Amount.of(server.relayedCalls(), "call", "calls")
                                + " at once at most."
                        : "not at all, as this server does not relay (its key relay, and the limits of the process).");
    }

    static void check(LocalRole role, NetworkReport report, PrintStream out) {
        out.println(role.label() + ", " + names(report.equipment()) + " at " + String.join(", ", report.servers()));
        if (!report.paths().isEmpty()) {
            Table table = new Table("SERVER", "ANSWERS", "RTT", "MTU", "SEES THIS MACHINE AT");
            for (NetworkPath path : report.paths()) {
                table.row(
                        path.address().map(AddressText::print).orElse(path.server()),
                        answers(path),
                        path.roundTrip().map(NetworkText::roundTrip).orElse(NONE),
                        number(path.mtu()),
                        path.seen().map(AddressText::print).orElse(NONE));
            }
            table.print(INDENT, out);
        }
        report.paths().stream()
                .filter(path -> !path.words().isEmpty())
                .forEach(path -> line("not so", subject(path) + path.words(), out));
        for (NetworkReport.Family family : report.families()) {
            line(family.name(), family.nat().label() + ": " + family.words(), out);
        }
        line("UDP", report.udp(), out);
        report.paths().stream()
                .filter(path -> path.dialBack().isPresent())
                .forEach(path -> line("dial-back", called(path), out));
        clock(report).ifPresent(words -> line("clock", words, out));
        line("ring", sentences(report), out);
    }

    /** Within one machine it is less than a tenth of a millisecond. */
    private static String roundTrip(Duration time) {
        return time.toMillis() > 0
                ? Numbers.millis(time)
                : String.format(Locale.ROOT, "%.2f ms", (double) time.toNanos() / NANOS_PER_MILLI);
    }

    private static String subject(NetworkPath path) {
        String address = path.address().map(AddressText::print).orElse("");
        return address.isEmpty() || path.words().contains(address) ? "" : address + ": ";
    }

    private static String answers(NetworkPath path) {
        return switch (path.state()) {
            case ANSWERED ->
                path.proved().map(time -> "in " + Numbers.millis(time)).orElse("yes");
            case OLDER -> "older";
            case UNTOLD -> "no";
            case NOT_REACHED -> "not reached";
            case NO_ROUTE -> "no route";
            case UNNAMED -> "no address";
        };
    }

    private static String called(NetworkPath path) {
        String at = path.seen().map(AddressText::print).orElse("");
        return switch (path.dialBack().orElseThrow()) {
            case CAME -> "the server's own connection to " + at + " came in";
            case ELSEWHERE -> "something else took the server's own connection to " + at;
            case REFUSED -> "the server's own connection to " + at + " was refused";
            case NO_ANSWER -> "nothing answered the server's own connection to " + at + " within 2 s";
            case NOT_TRIED -> "the server did not call " + at + " itself: " + path.dialBackWords();
        };
    }

    /** This machine's clock against the server's; empty where no server told. */
    static Optional<String> clock(NetworkReport report) {
        return report.paths().stream()
                .flatMap(path -> path.ahead().stream())
                .findFirst()
                .map(NetworkText::clock);
    }

    private static String clock(Duration ahead) {
        Duration off = ahead.abs();
        if (off.compareTo(SAME) < 0) {
            return "as the server's, to two seconds";
        }
        String words =
                "off by " + Times.span(off) + ", " + (ahead.isNegative() ? "ahead of" : "behind") + " the server's";
        return words
                + (off.compareTo(MATTERS) <= 0
                        ? ", which does not matter"
                        : ": strings and certificates may seem over, or not begun; set the one that is wrong");
    }

    /** What a script reads on standard error of a report that is not good; the report has the sentence. */
    static String failure(LocalRole role) {
        return role == LocalRole.ISSUER
                ? "netcheck: a ring would not be answered directly, as far as can be told; 'ring' above says what it would do"
                : "netcheck: not every equipment here is reached by rings; 'ring' above says why";
    }

    /** What a ring would do, and what to do about it. */
    private static String sentences(NetworkReport report) {
        return report.ring() + "." + (report.advice().isEmpty() ? "" : " " + capital(report.advice()) + ".");
    }

    private static String capital(String sentence) {
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }

    private static String names(List<EquipmentId> all) {
        String first = all.stream().limit(NAMED).map(EquipmentId::value).collect(Collectors.joining(", "));
        return all.size() > NAMED ? first + " and " + (all.size() - NAMED) + " more" : first;
    }

    private static String number(OptionalInt number) {
        return number.isPresent() ? String.valueOf(number.getAsInt()) : NONE;
    }

    private static void line(String label, String text, PrintStream out) {
        out.println(INDENT + String.format(Locale.ROOT, "%-9s  %s", label, text));
    }
}
