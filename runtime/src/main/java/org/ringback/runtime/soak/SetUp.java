package org.ringback.runtime.soak;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Enrols, sets the passwords and grants, as an operator, an owner and a person do once for each piece. Immutable. */
final class SetUp {
    /** As many as an issuer enrols itself at once. */
    private static final int AT_ONCE = 4;

    private static final int PASSWORD_BYTES = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Program server;
    private final Program gateway;
    private final Program issuer;
    private final String password;

    SetUp(Program server, Program gateway, Program issuer) {
        this.server = server;
        this.gateway = gateway;
        this.issuer = issuer;
        byte[] random = new byte[PASSWORD_BYTES];
        RANDOM.nextBytes(random);
        this.password = HexFormat.of().formatHex(random) + "\n";
    }

    /** The first one alone, as it also enrols the issuer; the others side by side. */
    void run(List<Piece> pieces) throws IOException, InterruptedException {
        run(pieces.get(0));
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (Piece piece : pieces.subList(1, pieces.size())) {
                all.add(threads.submit(() -> {
                    run(piece);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException why ? why : new IOException("setting up: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
        }
    }

    private void run(Piece piece) throws IOException {
        String id = piece.id();
        gateway.done("join", server.done("enrol " + id + " --protections tls13,certificate-first"));
        boolean secret = piece.asksForPassword();
        if (secret) {
            gateway.done("password " + id, password);
        }
        issuer.done("accept-grant", gateway.done("grant " + id + " soak"));
        if (secret) {
            issuer.done("password " + id, password);
        }
    }
}
