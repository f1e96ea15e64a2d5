package org.ringback.nat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.json.JSONArray;
import org.json.JSONObject;

/** Makes {@code docs/nat-grid.md} of what {@link GridFile} wrote. Stateless. */
final class GridPage {
    private static final String HEAD =
            """
            # The NAT grid

            Which way a ring goes, for each kind of network of the issuer and of the home: the assembled programs in network namespaces, behind routers of
            nftables, over an internet of our own that delays every packet. Which way it went is read from the packets that this internet saw, by the 16 KiB
            that each ring's conversation carries each way; where the issuer's story tells another way, the grid fails. So it does for any SYN, of the whole
            run, that goes neither to the server nor between the two ends of a ring to an address at which the server saw the other one.

            ```
            mvn verify -Pgrid -pl itests/nat -am -Dtest=None -Dit.test=GridIT -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
            ```

            As root, on Linux with iproute2, nftables and Perl; at most an hour. It writes `docs/nat-grid.json`, and this page from it. `-Dnat.homes=eim,sym`,
            `-Dnat.issuers=fw`, `-Dnat.rings=3` and `-Dnat.conditions=0`, `-Dnat.loss=5` run a part, and write to `itests/nat/target`. `mvn verify` runs a few cells
            (`PartOfTheGridIT`), and tries the networks themselves with plain sockets (`NetworksIT`); elsewhere both are skipped, and say what is missing.

            | kind | what stands between it and the internet |
            |---|---|
            | open, v6open | a public address, nothing filtered |
            | fw, v6fw | a public address; what belongs to nothing that went out is dropped |
            | eim | a router that keeps the port for every destination; what was not asked for is dropped |
            | eimrst | the same; a SYN that was not asked for is answered by RST |
            | sym | a router that takes a new random port for each destination |
            | cgnat | eim behind eim |
            | dual | IPv4 as eim, IPv6 as v6fw |
            | dualbroken | IPv4 as eim; there is a way by IPv6, through which nothing comes |
            | same | an issuer in the home's own network |

            The server has two addresses of each family. *One way* is from the issuer to the home; half of it is from either to the server. Each packet is lost with
            the same chance on each of the two lines. Before the rings of a cell or a condition the delay of both ends' lines is measured by ICMP.
            """;

    private GridPage() {}

    /** {@return the page of a file} */
    static String of(JSONObject grid) {
        List<JSONObject> cells = objects(grid.getJSONArray("cells"));
        List<JSONObject> conditions = objects(grid.getJSONArray("conditions"));
        JSONObject machine = grid.getJSONObject("machine");
        return HEAD
                + String.format(
                        Locale.ROOT,
                        "%nWhat follows is of %s, commit %s%s: %d s on %s cores (%s), %s, Java %s.%n",
                        grid.getString("began").substring(0, "2026-01-01".length()),
                        grid.getString("commit")
                                .substring(
                                        0, Math.min(8, grid.getString("commit").length())),
                        grid.getBoolean("changedSince") ? " with changes" : "",
                        grid.getLong("seconds"),
                        machine.get("cores"),
                        machine.getString("processor"),
                        machine.getString("system"),
                        machine.getString("java"))
                + "\n## Every cell, without loss, 40 ms one way\n\n"
                + "`20 direct`: so many rings went so; *crossed*: both ends dialled, and their SYNs met; then the median of the milliseconds until the answer.\n\n"
                + matrix(cells)
                + "\n" + medians(cells)
                + "\n## Conditions, in pairs over the cells\n\n"
                + (conditions.isEmpty() ? "None were rung in this run.\n" : conditions(conditions))
                + faults(grid.getJSONArray("faults"));
    }

    private static String conditions(List<JSONObject> rings) {
        return "Any two values of what differs stand together in one ring at least. *Can be direct* counts the cells that are"
                + " direct without loss.\n\n" + values(rings) + "\n" + exempt(rings) + failures(rings);
    }

    /** What {@link Verdict} does not count as a fault. */
    private static String exempt(List<JSONObject> rings) {
        List<JSONObject> rebound = rings.stream()
                .filter(ring -> ring.getInt("lossPercent") == 0)
                .filter(ring -> ring.getString("event").equals("rebound ringing"))
                .toList();
        long failed =
                rebound.stream().filter(ring -> !ring.getBoolean("answered")).count();
        return "Without loss every ring must be answered, but for *rebound ringing*: where the home's line takes another address"
                + " while the gateway has the ring, its connections end with the old one, and the ring may end too, which its"
                + " issuer is told. Of " + rebound.size() + " such rings without loss " + failed
                + (failed == 1 ? " was" : " were") + " not answered; no fault is made of that.\n\n";
    }

    private static List<JSONObject> objects(JSONArray array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JSONObject.class::cast)
                .toList();
    }

    private static Set<String> names(List<JSONObject> cells, String end) {
        return cells.stream().map(cell -> cell.getString(end)).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String matrix(List<JSONObject> cells) {
        Set<String> homes = names(cells, "home");
        StringBuilder table = new StringBuilder(
                "| issuer \\ home | " + String.join(" | ", homes) + " |\n|---|" + "---|".repeat(homes.size()) + "\n");
        for (String issuer : names(cells, "issuer")) {
            table.append("| ").append(issuer);
            homes.forEach(home -> table.append(" | ")
                    .append(cells.stream()
                            .filter(cell -> cell.getString("issuer").equals(issuer)
                                    && cell.getString("home").equals(home))
                            .map(GridPage::cell)
                            .findFirst()
                            .orElse("–")));
            table.append(" |\n");
        }
        return table.toString();
    }

    private static String cell(JSONObject cell) {
        List<String> parts = new ArrayList<>();
        for (String way : List.of("direct", "relayed", "failed")) {
            if (cell.getInt(way) > 0) {
                parts.add(cell.getInt(way) + " " + way);
            }
        }
        if (cell.getInt("crossed") > 0) {
            parts.add(cell.getInt("crossed") + " crossed");
        }
        return String.join(", ", parts) + String.format(Locale.ROOT, ", %.0f ms", cell.getDouble("medianMillis"));
    }

    /** The middle of the cells' medians, where all rings of a cell went one way. */
    private static String medians(List<JSONObject> cells) {
        StringBuilder table = new StringBuilder(
                "| way | cells in which all rings went so | ms from the first connection request until it was accepted, lowest to highest cell | their middle | the network's own round trip | so many of these | SYNs of one end, most |\n|---|---|---|---|---|---|---|\n");
        row(
                table,
                "direct, the gateway's dial alone",
                cells,
                cell -> all(cell, "direct") && cell.getInt("crossed") == 0);
        row(table, "direct, both dials", cells, cell -> all(cell, "direct") && cell.getInt("crossed") > 0);
        row(table, "relayed", cells, cell -> all(cell, "relayed"));
        return table.toString();
    }

    private static boolean all(JSONObject cell, String way) {
        return cell.getInt(way) == cell.getInt("rings");
    }

    private static void row(StringBuilder table, String what, List<JSONObject> cells, Predicate<JSONObject> which) {
        List<JSONObject> some = cells.stream().filter(which).toList();
        double[] medians = sorted(some, "medianMillisFromRequest");
        double[] roundTrips = sorted(some, "roundTripMillis");
        if (medians.length > 0) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %.0f to %.0f | %.0f | %.1f | %.1f | %d |%n",
                    what,
                    medians.length,
                    medians[0],
                    medians[medians.length - 1],
                    medians[medians.length / 2],
                    roundTrips[roundTrips.length / 2],
                    medians[medians.length / 2] / roundTrips[roundTrips.length / 2],
                    some.stream()
                            .mapToInt(cell -> cell.getInt("mostSyns"))
                            .max()
                            .orElse(0)));
        }
    }

    private static double[] sorted(List<JSONObject> cells, String value) {
        return cells.stream()
                .mapToDouble(cell -> cell.getDouble(value))
                .sorted()
                .toArray();
    }

    private static String values(List<JSONObject> rings) {
        StringBuilder table = new StringBuilder(
                "| condition | rings | answered | can be direct | of these direct | median ms |\n|---|---|---|---|---|---|\n");
        values(table, rings, "one way", ring -> ring.getInt("oneWayMillis") + " ms");
        values(table, rings, "loss", ring -> ring.getInt("lossPercent") + " %");
        values(table, rings, "UDP bindings last", ring -> ring.getInt("bindingSeconds") + " s");
        values(table, rings, "MTU", ring -> ring.getInt("mtu") + " bytes");
        values(table, rings, "event", ring -> ring.getString("event"));
        return table.toString();
    }

    private static void values(
            StringBuilder table, List<JSONObject> rings, String name, Function<JSONObject, String> value) {
        rings.stream().map(value).distinct().sorted(GridPage::byNumber).forEach(one -> {
            List<JSONObject> some =
                    rings.stream().filter(ring -> value.apply(ring).equals(one)).toList();
            List<JSONObject> could = some.stream()
                    .filter(ring -> ring.getBoolean("mustBeDirect"))
                    .toList();
            double[] millis = some.stream()
                    .filter(ring -> ring.getBoolean("answered"))
                    .mapToDouble(ring -> ring.getDouble("millis"))
                    .sorted()
                    .toArray();
            table.append(String.format(
                    Locale.ROOT,
                    "| %s: %s | %d | %d | %d | %d | %s |%n",
                    name,
                    one,
                    some.size(),
                    millis.length,
                    could.size(),
                    could.stream()
                            .filter(ring -> ring.getBoolean("answered")
                                    && ring.getString("way").equals("direct"))
                            .count(),
                    millis.length == 0 ? "–" : String.format(Locale.ROOT, "%.0f", millis[millis.length / 2])));
        });
    }

    private static int byNumber(String one, String other) {
        return Character.isDigit(one.charAt(0)) ? Integer.compare(number(one), number(other)) : one.compareTo(other);
    }

    private static int number(String text) {
        return Integer.parseInt(text.substring(0, text.indexOf(' ')));
    }

    private static String failures(List<JSONObject> rings) {
        List<JSONObject> failed =
                rings.stream().filter(ring -> !ring.getBoolean("answered")).toList();
        return failed.isEmpty()
                ? "All were answered.\n"
                : "Not answered:\n\n"
                        + failed.stream()
                                .map(ring -> String.format(
                                        Locale.ROOT,
                                        "* %s × %s, %d ms, %d %% loss, bindings %d s, MTU %d, %s: %s%n",
                                        ring.getString("issuer"),
                                        ring.getString("home"),
                                        ring.getInt("oneWayMillis"),
                                        ring.getInt("lossPercent"),
                                        ring.getInt("bindingSeconds"),
                                        ring.getInt("mtu"),
                                        ring.getString("event"),
                                        ring.getString("reason")))
                                .collect(Collectors.joining());
    }

    private static String faults(JSONArray faults) {
        return "\n## What was not as it must be\n\n"
                + (faults.isEmpty()
                        ? "Nothing.\n"
                        : StreamSupport.stream(faults.spliterator(), false)
                                .map(fault -> "* " + fault + "\n")
                                .collect(Collectors.joining()));
    }
}
