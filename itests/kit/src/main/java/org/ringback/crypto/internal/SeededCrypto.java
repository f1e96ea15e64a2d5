package org.ringback.crypto.internal;

import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.util.random.RandomGenerator;
import org.ringback.spi.Identities;
import org.ringback.spi.RingCrypto;

/**
 * The real crypto with its random bits handed in: drawn from a seed, a history repeats to the last byte. A password is
 * hashed with the least memory there is: all of it takes a tenth of a second for each hash, and shows nothing more where both ends
 * have the same. The real measure is held by the crypto bundle's own test and by the programs of itests/processes.
 */
public final class SeededCrypto {
    private SeededCrypto() {}

    /**
     * The primitives of registrations and rings.
     *
     * @param bits where every random bit comes from
     * @return the primitives
     */
    public static RingCrypto rings(RandomGenerator bits) {
        return new BouncyRingCrypto(new SeededRandom(bits), new PasswordHash(PasswordHash.LITTLE));
    }

    /**
     * The maker of device keys.
     *
     * @param bits where every random bit comes from
     * @return the maker
     */
    public static Identities identities(RandomGenerator bits) {
        return new StoredIdentities(new SeededRandom(bits));
    }

    private static final class SeededRandom extends SecureRandom {
        private static final long serialVersionUID = 1L;

        SeededRandom(RandomGenerator bits) {
            super(new Bits(bits), null);
        }
    }

    private static final class Bits extends SecureRandomSpi {
        private static final long serialVersionUID = 1L;
        private final transient RandomGenerator source;

        Bits(RandomGenerator source) {
            this.source = source;
        }

        @Override
        protected void engineSetSeed(byte[] seed) {
            // The seed is given once, from outside.
        }

        @Override
        protected void engineNextBytes(byte[] bytes) {
            source.nextBytes(bytes);
        }

        @Override
        protected byte[] engineGenerateSeed(int count) {
            byte[] seed = new byte[count];
            source.nextBytes(seed);
            return seed;
        }
    }
}
