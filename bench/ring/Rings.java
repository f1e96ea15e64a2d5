import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Rings through a running issuer's socket, one ring behind the other, and tells what CPU the processes named used for each:
 * {@code Rings SOCKET WARM-UP ROUNDS RINGS PID,PID,… EQUIPMENT…}. Rings are 50 ms apart at least, as a gateway dials one address
 * 20 times a second at most.
 */
public final class Rings {
    private static final long APART_NANOS = 51_000_000;

    /** Clock ticks of {@code /proc/PID/stat} in a second, on every Linux of our time. */
    private static final double TICKS = 100;

    private final Path socket;
    private final List<String> equipment;
    private int rung;

    private Rings(Path socket, List<String> equipment) {
        this.socket = socket;
        this.equipment = equipment;
    }

    public static void main(String[] words) throws Exception {
        Rings rings = new Rings(Path.of(words[0]), Arrays.asList(words).subList(5, words.length));
        List<String> processes = List.of(words[4].split(","));
        rings.ring(Integer.parseInt(words[1]));
        int count = Integer.parseInt(words[3]);
        for (int round = 1; round <= Integer.parseInt(words[2]); round++) {
            double[] before = cpu(processes);
            rings.ring(count);
            double[] after = cpu(processes);
            double sum = 0;
            StringBuilder each = new StringBuilder();
            for (int i = 0; i < before.length; i++) {
                double millis = (after[i] - before[i]) * 1_000 / count;
                sum += millis;
                each.append(String.format(" %.2f", millis));
            }
            System.err.println("round " + round + ": CPU ms of a ring in each process:" + each);
            System.out.printf("sample\t%d\tCPU of a certified ring\tms\tringback\t%.3f%n", round, sum);
        }
    }

    /** User and system time of all threads, in seconds. */
    private static double[] cpu(List<String> processes) throws IOException {
        double[] seconds = new double[processes.size()];
        for (int i = 0; i < seconds.length; i++) {
            String stat = Files.readString(Path.of("/proc", processes.get(i), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            seconds[i] = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
        }
        return seconds;
    }

    private void ring(int count) throws Exception {
        long next = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long wait = next - System.nanoTime();
            if (wait > 0) {
                Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
            }
            next = System.nanoTime() + APART_NANOS;
            int exit = command("ring " + equipment.get(rung++ % equipment.size()) + " --system certified --json");
            if (exit != 0) {
                throw new IllegalStateException("ring " + rung + ": exit code " + exit);
            }
        }
    }

    private int command(String line) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            DataOutputStream out = new DataOutputStream(Channels.newOutputStream(channel));
            DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
            frame(out, 'C', line.getBytes(StandardCharsets.UTF_8));
            frame(out, 'E', new byte[0]);
            while (true) {
                int type = in.readUnsignedByte();
                byte[] payload = in.readNBytes(in.readInt());
                if (type == 'X') {
                    return payload[payload.length - 1];
                }
                if (type == 'R') {
                    System.err.write(payload);
                }
            }
        }
    }

    private static void frame(DataOutputStream out, char type, byte[] payload) throws IOException {
        out.writeByte(type);
        out.writeInt(payload.length);
        out.write(payload);
        out.flush();
    }
}
