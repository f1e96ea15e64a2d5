package org.ringback.crypto.kit;

import java.util.List;
import java.util.Optional;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Role;
import org.ringback.spi.ConnectionProtection;
import org.ringback.spi.CryptoProvider;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.ExpectedServer;
import org.ringback.spi.ProtectionSession;
import org.ringback.spi.ServerAuthorities.NewAuthority;
import org.ringback.spi.ServerCredentials;
import org.ringback.spi.ServerPins;

/** Two ends that may be made again and again, with keys that are thrown away. */
interface Ends {
    ProtectionSession dialler();

    ProtectionSession answerer();

    /** {@return the key that the answerer must see} */
    KeyFingerprint diallerKey();

    /** {@return the key that the dialler must see, where the protection shows one} */
    Optional<KeyFingerprint> answererKey();

    /** A device with the one provider dials a server with the other. */
    static Server server(
            ConnectionProtection dials,
            CryptoProvider device,
            ConnectionProtection answers,
            CryptoProvider server,
            Role role) {
        NewAuthority authority = server.authorities().create(Keys.NOW);
        return new Server(
                dials,
                device,
                answers,
                role,
                device.identities().create(),
                authority.pins(),
                server.authorities().credentials(authority.authority(), List.of(Keys.HOST), Keys.NOW));
    }

    /** An acceptor with the one provider calls an issuer with the other. */
    static Ends call(CryptoProvider acceptor, CryptoProvider issuer) {
        return new Call(
                acceptor,
                issuer,
                acceptor.identities().create(),
                issuer.identities().create());
    }

    /** A device and a server. */
    record Server(
            ConnectionProtection dials,
            CryptoProvider provider,
            ConnectionProtection answers,
            Role role,
            DeviceIdentity device,
            ServerPins pins,
            ServerCredentials credentials)
            implements Ends {
        @Override
        public ProtectionSession dialler() {
            return dials.dial(device, role, new ExpectedServer(provider.chains(), pins, Keys.HOST, Keys.NOW));
        }

        @Override
        public ProtectionSession answerer() {
            return answers.answer(credentials);
        }

        @Override
        public KeyFingerprint diallerKey() {
            return device.fingerprint();
        }

        @Override
        public Optional<KeyFingerprint> answererKey() {
            return Optional.empty();
        }

        Server expecting(ServerPins others) {
            return new Server(dials, provider, answers, role, device, others, credentials);
        }

        Server answeredWith(ServerCredentials others) {
            return new Server(dials, provider, answers, role, device, pins, others);
        }
    }

    /** A call-back. */
    record Call(CryptoProvider acceptor, CryptoProvider issuer, DeviceIdentity equipment, DeviceIdentity person)
            implements Ends {
        @Override
        public ProtectionSession dialler() {
            return acceptor.calls().dial(equipment, person.fingerprint());
        }

        @Override
        public ProtectionSession answerer() {
            return issuer.calls().answer(person, equipment.fingerprint());
        }

        @Override
        public KeyFingerprint diallerKey() {
            return equipment.fingerprint();
        }

        @Override
        public Optional<KeyFingerprint> answererKey() {
            return Optional.of(person.fingerprint());
        }
    }
}
