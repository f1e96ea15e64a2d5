import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * Strangers: so many connections a second to one port, each from the next of so many /24s of 127.0.0.0/8, which say
 * nothing, half a ClientHello, or a whole one and then nothing, and are held until the other side closes them. The port is
 * given, or is whatever port the host listens at in that moment, as those of pending rings. Bounded in time and in open
 * files. Prints what became of them.
 */
final class Flood {
    private static final int MOST_OPEN = 12_000;
    private static final int HALF = 40;

    private final Selector selector = Selector.open();
    private final InetAddress host;
    private final int port;
    private final byte[] says;
    private final ByteBuffer drop = ByteBuffer.allocate(16_384);
    private long opened;
    private long stood;
    private long failed;
    private int most;

    private Flood(InetAddress host, int port, byte[] says) throws IOException {
        this.host = host;
        this.port = port;
        this.says = says;
    }

    /**
     * Host, port or 0 for whatever it listens at, connections a second, seconds, idle|half|whole, and how many networks or
     * the one to come from.
     */
    public static void main(String[] arguments) throws Exception {
        byte[] hello = hello();
        byte[] says =
                switch (arguments[4]) {
                    case "idle" -> new byte[0];
                    case "half" -> Arrays.copyOf(hello, HALF);
                    case "whole" -> hello;
                    default -> throw new IllegalArgumentException(arguments[4] + " (expected: idle, half or whole)");
                };
        InetAddress host = InetAddress.getByName(arguments[0]);
        new Flood(host, Integer.parseInt(arguments[1]), says)
                .run(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]), arguments[5]);
    }

    private static byte[] hello() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {"TLSv1.3"});
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        return Arrays.copyOf(out.array(), out.position());
    }

    private void run(int perSecond, int seconds, String networks) throws IOException {
        long begin = System.nanoTime();
        long end = begin + seconds * 1_000_000_000L;
        for (long now = begin; now < end; now = System.nanoTime()) {
            long due = (long) ((now - begin) / 1e9 * perSecond);
            List<InetSocketAddress> targets = opened < due ? targets() : List.of();
            while (opened < due && !targets.isEmpty() && selector.keys().size() < MOST_OPEN) {
                open(from(networks, opened), targets.get((int) (opened % targets.size())));
            }
            // What could not be opened in time is not made up for.
            opened = Math.max(opened, due);
            selector.select(this::ready, 1);
            most = Math.max(most, selector.keys().size());
        }
        System.out.printf(
                "%d a second asked for, %d stood, %d failed, most open %d%n", perSecond, stood, failed, most);
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
    }

    private List<InetSocketAddress> targets() throws IOException {
        return port != 0 ? List.of(new InetSocketAddress(host, port)) : listening();
    }

    /** Where the host listens now, as Linux tells: local address and port in hexadecimal, the former from its end. */
    private List<InetSocketAddress> listening() throws IOException {
        byte[] address = host.getAddress();
        String local = String.format("%02X%02X%02X%02X:", address[3], address[2], address[1], address[0]);
        List<InetSocketAddress> all = new ArrayList<>();
        for (Path table : List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"))) {
            for (String line : Files.readAllLines(table)) {
                String[] fields = line.trim().split(" +");
                if (fields[1].contains(local) && fields[3].equals("0A")) {
                    String listened = fields[1].substring(fields[1].indexOf(':') + 1);
                    all.add(new InetSocketAddress(host, Integer.parseInt(listened, 16)));
                }
            }
        }
        return all;
    }

    private static InetAddress from(String networks, long number) throws IOException {
        if (networks.indexOf('.') > 0) {
            return InetAddress.getByName(networks + "." + (1 + number % 250));
        }
        int network = (int) (number % Integer.parseInt(networks));
        return InetAddress.getByName(
                "127." + (100 + network / 250) + "." + (1 + network % 250) + "." + (1 + number / 1_000 % 250));
    }

    private void open(InetAddress from, InetSocketAddress target) throws IOException {
        opened++;
        SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.bind(new InetSocketAddress(from, 0));
            channel.register(selector, SelectionKey.OP_CONNECT);
            channel.connect(target);
        } catch (IOException refused) {
            failed++;
            channel.close();
        }
    }

    private void ready(SelectionKey key) {
        SocketChannel channel = (SocketChannel) key.channel();
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                stood++;
                key.interestOps(SelectionKey.OP_READ);
                if (says.length > 0) {
                    channel.write(ByteBuffer.wrap(says));
                }
            } else if (channel.read(drop.clear()) < 0) {
                channel.close();
            }
        } catch (IOException over) {
            close(channel);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException ignored) {
            // It is over all the same.
        }
    }
}
