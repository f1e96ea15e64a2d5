package org.ringback.crypto.internal;

import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.util.random.RandomGenerator;
import org.ringback.spi.Identities;
import org.ringback.spi.RingCrypto;

/** The real crypto with its random bits drawn from a seed, so that a history repeats to the last byte. */
public final class SeededCrypto {
    private SeededCrypto() {}

    /**
     * The primitives of registrations and rings.
     *
     * @param bits where every random bit comes from
     * @return the primitives
     */
    public static RingCrypto rings(RandomGenerator bits) {
        return new BouncyRingCrypto(new SeededRandom(bits));
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
