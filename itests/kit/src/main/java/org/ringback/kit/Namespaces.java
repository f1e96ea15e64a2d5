package org.ringback.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Network namespaces of this process, and the links between them. Used by one thread. */
public final class Namespaces implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final List<String> made = new ArrayList<>();

    /** {@return why this machine or this user cannot make one; empty if it can} */
    public static String lacking() {
        for (String program : List.of("ip", "nft")) {
            if (!Program.exists(program)) {
                return program + " is not installed (Debian: iproute2, nftables)";
            }
        }
        String trial = name("trial");
        Result made = result(List.of("ip", "netns", "add", trial));
        if (made.exit() != 0) {
            return "network namespaces need root: " + made.errors().strip();
        }
        Result translated = result(List.of(
                "ip",
                "netns",
                "exec",
                trial,
                "nft",
                "add table ip nat; add chain ip nat out { type nat hook"
                        + " postrouting priority 100 ; }; add rule ip nat out masquerade fully-random"));
        run("ip netns delete " + trial);
        return translated.exit() == 0
                ? ""
                : "this kernel translates no addresses by nftables: "
                        + translated.errors().strip();
    }

    private static String name(String what) {
        return "ringback-" + ProcessHandle.current().pid() + "-" + what;
    }

    /** Makes one, whose loopback is up; {@return its name} */
    public String add(String what) {
        String space = name(what);
        run("ip netns add " + space);
        made.add(space);
        run("ip -n " + space + " link set lo up");
        return space;
    }

    /** Joins the interface {@code eth} of one, which sends everything there, to a router's, over a network of 24 bits. */
    public void link(String space, String address, String router, String atRouter, String gateway) {
        run("ip link add eth netns " + space + " type veth peer name " + atRouter + " netns " + router);
        run("ip -n " + space + " address add " + address + "/24 dev eth");
        run("ip -n " + router + " address add " + gateway + "/24 dev " + atRouter);
        run("ip -n " + space + " link set eth up");
        run("ip -n " + router + " link set " + atRouter + " up");
        run("ip -n " + space + " route add default via " + gateway);
    }

    /** From now on it passes on what is for others. */
    public void forwards(String router) {
        inside(router, "sysctl -qw net.ipv4.ip_forward=1");
    }

    /** Runs the lines of a shell script in one, to its end or its first failure. */
    public void script(String space, String lines) {
        Program.foreign(LIMIT, List.of("ip", "netns", "exec", space, "sh", "-eu"), lines.getBytes(UTF_8))
                .ok();
    }

    /** Runs a command in one to its end. */
    public void inside(String space, String command) {
        run("ip netns exec " + space + " " + command);
    }

    /** {@return a command that runs another one in it} */
    public static String[] inside(String space) {
        return new String[] {"ip", "netns", "exec", space};
    }

    /** Runs a command to its end, whose words have no spaces. */
    public static void run(String command) {
        result(List.of(command.split(" ", -1))).ok();
    }

    private static Result result(List<String> command) {
        return Program.foreign(LIMIT, command);
    }

    /** The links go with the namespaces. */
    @Override
    public void close() {
        made.forEach(space -> result(List.of("ip", "netns", "delete", space)));
    }
}
