import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.ringback.api.EquipmentId;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.api.Secret;
import org.ringback.crypto.internal.BouncyRingCrypto;
import org.ringback.store.Change;
import org.ringback.store.internal.MvStore;
import org.ringback.wire.Tlv;

/**
 * Puts enrolled pieces of equipment, with leases if wanted, into the store of a server that does not run, on the flat
 * class path of the product's bundles: {@code Seed HOME PIECES [KEYS]}. They are called e0000000, e0000001, …; KEYS gets
 * for each leased one its ID and its MAC keys for Register and Registered (8, 32 and 32 bytes), for {@code load.c}.
 */
public final class Seed {
    private static final int BATCH = 2_000;

    public static void main(String[] words) throws Exception {
        Path home = Path.of(words[0]);
        int pieces = Integer.parseInt(words[1]);
        RingCrypto crypto = new BouncyRingCrypto();
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        Instant expires = Instant.now().plus(Duration.ofDays(6));
        OutputStream keys = words.length < 3
                ? OutputStream.nullOutputStream()
                : new BufferedOutputStream(Files.newOutputStream(Path.of(words[2])));
        try (keys; MvStore store = store(home)) {
            List<Change> batch = new ArrayList<>();
            for (int i = 0; i < pieces; i++) {
                EquipmentId id = new EquipmentId(String.format("e%07d", i));
                batch.add(Change.put("relay.device", id.value(), device(sha.digest(bytes("key " + i)))));
                if (words.length >= 3) {
                    byte[] secret = sha.digest(bytes("lease " + i));
                    batch.add(Change.put("relay.lease", id.value(), lease(secret, expires)));
                    keys.write(bytes(id.value()));
                    for (MacUse use : List.of(MacUse.REGISTER, MacUse.REGISTERED)) {
                        keys.write(crypto.macKey(Secret.copyOf(secret), use, id).copyBytes());
                    }
                }
                if (batch.size() >= BATCH || i == pieces - 1) {
                    store.write(batch).toCompletableFuture().get();
                    batch = new ArrayList<>();
                }
            }
        }
    }

    private static byte[] device(byte[] fingerprint) {
        return new Tlv.Writer()
                .put(1, 2) // role: acceptor
                .put(2, fingerprint)
                .put(4, "ENROLLED")
                .put(5, Instant.now().toEpochMilli())
                .put(3, "tls13")
                .put(3, "certificate-first")
                .toBytes();
    }

    /** Both keys are the same one: a registration under it came before. */
    private static byte[] lease(byte[] secret, Instant expires) {
        return new Tlv.Writer()
                .put(1, secret)
                .put(2, expires.toEpochMilli())
                .put(3, secret)
                .put(4, expires.toEpochMilli())
                .toBytes();
    }

    private static MvStore store(Path home) throws Exception {
        BundleContext context = (BundleContext) Proxy.newProxyInstance(
                Seed.class.getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> home.toString());
        return new MvStore(context, Map.of());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
