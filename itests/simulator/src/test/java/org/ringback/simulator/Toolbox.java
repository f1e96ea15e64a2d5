package org.ringback.simulator;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Secret;
import org.ringback.crypto.internal.SeededCrypto;
import org.ringback.kernel.CoreCrypto;
import org.ringback.kernel.ProtectionNames;
import org.ringback.kit.Tickets;
import org.ringback.spi.Identities;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.Strings;

/** The real crypto, on seeded random bits, as each of the three cores wants it. */
record Toolbox(RingCrypto rings, Strings strings, Identities identities, ProtectionNames protections)
        implements CoreCrypto {
    Toolbox(RandomGenerator bits) {
        this(SeededCrypto.rings(bits), Tickets.STRINGS, SeededCrypto.identities(bits), Protections.NAMES);
    }

    Secret password(String text, EquipmentId equipment, KeyFingerprint identity) {
        Secret password = Secret.copyOf(text.getBytes(StandardCharsets.UTF_8));
        return rings.passwordInformation(password, equipment, identity);
    }
}
