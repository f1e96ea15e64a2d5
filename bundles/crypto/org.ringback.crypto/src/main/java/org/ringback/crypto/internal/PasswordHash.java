package org.ringback.crypto.internal;

import java.util.Arrays;
import java.util.concurrent.Semaphore;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.ringback.api.Secret;

/**
 * Argon2id (RFC 9106) with the parameters that the protocol version fixes. Thread-safe: at most two run at once, as
 * each holds 19 MiB; further callers wait. Our copy of the password is wiped; Bouncy Castle's digest keeps the last
 * block until the garbage collector takes it.
 */
final class PasswordHash {
    /** Length of the salt, in bytes (RFC 9106 §3.1). */
    static final int SALT_LENGTH = 16;

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int AT_ONCE = 2;

    /** Memory for {@link FirstRun}, in KiB; no password is ever hashed with so little. */
    static final int LITTLE = 8;

    private final int memory;
    private final Semaphore running = new Semaphore(AT_ONCE, true);

    PasswordHash() {
        this(MEMORY_KIB);
    }

    PasswordHash(int memory) {
        this.memory = memory;
    }

    /**
     * Hashes a password. An interrupt does not end the wait, which is as short as two hashes, and the thread stays
     * interrupted.
     */
    Secret hash(Secret password, byte[] salt) {
        byte[] bytes = password.copyBytes();
        running.acquireUninterruptibly();
        try {
            Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
            // [KEY-7] Password information: Argon2id (RFC 9106), version 0x13, m = 19,456 KiB, t = 2, p = 1, 32 bytes
            argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(memory)
                    .withIterations(PASSES)
                    .withParallelism(LANES)
                    .withSalt(salt)
                    .build());
            byte[] hash = new byte[Kdf.LENGTH];
            argon2.generateBytes(bytes, hash);
            return Kdf.take(hash);
        } finally {
            Arrays.fill(bytes, (byte) 0);
            running.release();
        }
    }
}
