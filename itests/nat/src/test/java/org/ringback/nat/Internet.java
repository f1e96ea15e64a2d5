package org.ringback.nat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ringback.kit.Checked;
import org.ringback.kit.Namespaces;

/**
 * The internet between the sites: every packet between two of them goes through one program ({@code internet.pl}), which
 * delays it by half of what each site's line is set to, loses some, and shows all that came in. Sites are joined to it
 * before it is opened. Its lines may be set by several threads.
 */
final class Internet implements AutoCloseable {
    /** What an Ethernet takes. */
    static final int WHOLE = 1500;

    private static final double MICROS = 1e3;

    /** The key of a file that gets all that is seen, for a person with Wireshark. */
    private static final String CAPTURE = "nat.capture";

    private final Namespaces spaces;
    private final String core;
    private final List<String> sites = new ArrayList<>();
    private final Traffic traffic = new Traffic();
    private Script program;
    private Thread reader;

    Internet(Namespaces spaces) {
        this.spaces = spaces;
        core = spaces.add("internet");
        spaces.script(core, "sysctl -qw net.ipv6.conf.all.disable_ipv6=1");
    }

    /**
     * Joins the interface {@code eth} of a namespace, which must be up then, to the internet. Packets leave it one by one,
     * never as a large one that a network card would cut.
     */
    void join(String space, int site) {
        String link = "link" + site;
        spaces.script(
                core,
                "ip link add name " + link + " gso_max_segs 1 type veth peer name " + link + "-eth\n"
                        + "ip link set " + link + " up\n"
                        + "ip link set " + link + "-eth address 02:00:00:00:00:01\n");
        Namespaces.run("ip -n " + core + " link set " + link + "-eth netns " + space + " name eth");
        spaces.script(space, "ip link set eth gso_max_segs 1 up");
        sites.add(String.valueOf(site));
    }

    /** Opens it to all sites that were joined. */
    void open() {
        program = Script.start(core, "internet.pl", sites);
        program.awaitDone();
        InputStream capture = program.output();
        reader = new Thread(() -> Checked.run(() -> read(capture)), "internet");
        reader.start();
    }

    private void read(InputStream capture) throws IOException {
        String copy = System.getProperty(CAPTURE, "");
        if (copy.isEmpty()) {
            Pcap.read(capture, traffic);
            return;
        }
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(Path.of(copy)))) {
            Pcap.read(new Copied(capture, file), traffic);
        }
    }

    /** {@return what is seen on it} */
    Traffic traffic() {
        return traffic;
    }

    /**
     * Sets a site's line.
     *
     * @param oneWay between the site and any other whose own line has no delay
     * @param loss of each packet, from 0 to 1
     * @param mtu the largest packet in bytes; larger ones go without a word
     */
    synchronized void line(int site, Duration oneWay, double loss, int mtu) {
        program.command(String.format(
                Locale.ROOT, "site %d %.3f %.3f %d", site, oneWay.toNanos() / MICROS / MICROS, loss, mtu));
    }

    /** From now on nothing goes from a site to an address or back. */
    synchronized void dead(int site, String address) {
        program.command("dead " + site + " " + address);
    }

    /** From now on a site reaches all addresses. */
    synchronized void alive(int site) {
        program.command("dead " + site);
    }

    @Override
    public void close() {
        if (program != null) {
            program.close();
            Checked.run(reader::join);
        }
    }
}
