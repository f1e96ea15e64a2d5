package org.ringback.simulator;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Secret;
import org.ringback.crypto.internal.SeededCrypto;
import org.ringback.crypto.internal.TextStrings;
import org.ringback.kernel.CoreCrypto;
import org.ringback.kernel.ProtectionNames;
import org.ringback.spi.Identities;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.Strings;

/** The real crypto, on seeded random bits, as each of the three cores wants it. */
final class Toolbox implements CoreCrypto {
    private final RingCrypto rings;
    private final Identities identities;
    private final Strings strings = new TextStrings();

    Toolbox(RandomGenerator bits) {
        rings = SeededCrypto.rings(bits);
        identities = SeededCrypto.identities(bits);
    }

    @Override
    public RingCrypto rings() {
        return rings;
    }

    @Override
    public Strings strings() {
        return strings;
    }

    @Override
    public Identities identities() {
        return identities;
    }

    @Override
    public ProtectionNames protections() {
        return Protections.NAMES;
    }

    Secret password(String text, EquipmentId equipment, KeyFingerprint identity) {
        Secret password = Secret.copyOf(text.getBytes(StandardCharsets.UTF_8));
        return rings.passwordInformation(password, equipment, identity);
    }
}
