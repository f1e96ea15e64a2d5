package org.ringback.shell.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringback.api.control.BundleChange;
import org.ringback.api.control.BundleControl;
import org.ringback.api.control.BundleOrigin;
import org.ringback.api.control.BundleStatus;
import org.ringback.api.control.RefusedException;

/** Takes every bundle, or refuses it, and notes what it was asked. */
final class FakeBundles implements BundleControl {
    final List<String> asked = new ArrayList<>();
    String refusal = "";

    @Override
    public List<BundleStatus> bundles() {
        Instant since = Instant.parse("2026-11-29T15:00:00Z");
        return List.of(
                new BundleStatus(
                        7,
                        "org.ringback.crypto",
                        "1.2.0",
                        "active",
                        since,
                        Optional.of("0123456789abcdef".repeat(4)),
                        BundleOrigin.UPDATED,
                        true,
                        3),
                new BundleStatus(
                        50,
                        "com.acme.kettle",
                        "1.0.0",
                        "active",
                        since,
                        Optional.empty(),
                        BundleOrigin.ELSEWHERE,
                        false,
                        0),
                new BundleStatus(
                        BundleStatus.NOT_THERE,
                        "org.ringback.kernel",
                        "1.3.0",
                        "next start",
                        since,
                        Optional.of("fedcba9876543210".repeat(4)),
                        BundleOrigin.STAGED,
                        false,
                        0));
    }

    @Override
    public String deploy(InputStream release) throws RefusedException {
        return done("deploy " + content(release));
    }

    @Override
    public String deployUnsigned(InputStream jar) throws RefusedException {
        return done("deploy unsigned " + content(jar));
    }

    @Override
    public String update(InputStream release) throws RefusedException {
        return done("update " + content(release));
    }

    @Override
    public String stage(InputStream release) throws RefusedException {
        return done("stage " + content(release));
    }

    @Override
    public String rollBack(String name) throws RefusedException {
        return done("rollback " + name);
    }

    @Override
    public List<BundleChange> changes() {
        Map<String, Long> millis = new LinkedHashMap<>();
        millis.put("verify", 12L);
        millis.put("self-test", 900L);
        return List.of(new BundleChange(
                Instant.parse("2026-11-29T15:00:00Z"),
                "update",
                false,
                "crypto: HMAC: wrong; nothing has changed",
                millis));
    }

    @Override
    public String undeploy(String name) throws RefusedException {
        return done("undeploy " + name);
    }

    private String done(String what) throws RefusedException {
        asked.add(what);
        if (!refusal.isEmpty()) {
            throw new RefusedException(refusal);
        }
        return "done: " + what;
    }

    private static String content(InputStream in) {
        try {
            return new String(in.readAllBytes(), UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
