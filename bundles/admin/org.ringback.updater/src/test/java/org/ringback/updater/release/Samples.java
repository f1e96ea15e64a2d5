package org.ringback.updater.release;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Keys, jars and releases for tests. Stateless. */
public final class Samples {
    static final Instant MADE = Instant.parse("2026-11-29T15:00:00Z");

    private Samples() {}

    /** Bytes of something that is no jar, which nobody needs who only signs it. */
    public static byte[] jar(String content) {
        return content.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    static BundleEntry entry(String name, String version, byte[] jar) {
        return BundleEntry.of(name, version, jar);
    }

    static ReleaseList list(long serial, BundleEntry... bundles) {
        return new ReleaseList(serial, MADE, ReleaseList.Kind.ORDINARY, Arrays.asList(bundles));
    }

    static SigningKey key(Path folder, String name, String... bundles) throws IOException {
        return SigningKey.make(folder.resolve(name), List.of(bundles), false);
    }

    /** Keys of a home: the product's, and one trusted for {@code com.acme.*}. */
    static TrustedKeys trusting(SigningKey product, SigningKey... others) {
        TrustedKey own = new TrustedKey("product", product.trusted().key(), List.of("*"), false);
        return new TrustedKeys(
                own, Arrays.stream(others).map(SigningKey::trusted).toList(), List.of());
    }

    static byte[] file(SigningKey key, ReleaseList list, byte[]... jars) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ReleaseFile.write(key.sign(list), Arrays.asList(jars), out);
        return out.toByteArray();
    }
}
