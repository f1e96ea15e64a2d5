package org.ringback.crypto.kit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingNonce;
import org.ringback.api.RingReason;
import org.ringback.api.RingSystem;
import org.ringback.api.Secret;
import org.ringback.api.ToldReason;
import org.ringback.spi.BoxContent;
import org.ringback.spi.CallKey;
import org.ringback.spi.OpenedBox;
import org.ringback.spi.ReasonKey;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.RingCrypto.CallProofUse;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.spi.RingCrypto.ProofUse;
import org.ringback.spi.SealingKey;
import org.ringback.spi.SealingPublicKey;

/**
 * What the primitives of registrations and rings give for inputs that are known: HMAC for those of RFC 4231, all else as
 * docs/protocol.md says, worked out by a second implementation (hmac, hashlib, cryptography and argon2-cffi of Python), with the
 * keys of RFC 9180, A.2.1. Stateless.
 */
final class KnownAnswers {
    static final EquipmentId LAMP = new EquipmentId("lamp-1");
    static final RingNonce NONCE = new RingNonce("11".repeat(RingNonce.LENGTH));
    static final KeyFingerprint ISSUER = new KeyFingerprint("22".repeat(32));
    static final KeyFingerprint ACCEPTOR = new KeyFingerprint("33".repeat(32));
    static final Secret KEY = Secret.copyOf(Expect.counting(32));
    static final byte[] TRANSACTION = Expect.filled(0x44, 12);
    static final byte[] REPLY_TO = Expect.filled(0x55, 12);
    static final byte[] AAD = "header".getBytes(US_ASCII);
    static final byte[] PLAINTEXT = "second request".getBytes(US_ASCII);
    static final String DATAGRAM = "5ad41368722011197890a3ba7634c21cff90136ef02335194a82590f62bd";

    static final SealingKey SEALING = new SealingKey(
            new SealingPublicKey("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a"),
            Secret.copyOf(Expect.hex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb")));
    static final String ENCAPSULATED = "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a";
    static final String BOX = ENCAPSULATED
            + "39fe5f8b4a8eed6dffb8f50663ca360a246ca942376458c963ed66cc2aaf046c9b921a3846172ada68a41b2901a53629"
            + "697ac74074ac49680abab8fa13055aa073887eab27de6303c1d2de7766773155a790d76c0830618b503ab7c4f94b0ab7"
            + "bd8768be315ed286b643ee600a713b4663d2f887a1813efe75131d7ac1145694336c33b51add8e1e075268d0e9563d61"
            + "c085f51dd59dee1fb7a2fafc8c";
    static final ReasonKey REASON_KEY = new ReasonKey(
            Secret.copyOf(Expect.hex("a8a1bcbf3b1bf7d40641fcce4779f97149978b0e9097b71e39bdb8eac65c33bb")),
            Expect.hex(ENCAPSULATED));
    static final ToldReason TOLD = new ToldReason(RingReason.TOO_SOON, Duration.ofSeconds(9));
    static final byte[] REASON_RANDOM = Expect.filled(0x77, RingCrypto.REASON_RANDOM_LENGTH);
    static final String REASON =
            "77".repeat(RingCrypto.REASON_RANDOM_LENGTH) + "c1ad22327d6cd52cdbfc3a52fad9cb5ea07585ca77e13561";

    private static final CallKey CALL =
            new CallKey(Expect.filled(0x66, RingCrypto.CALL_ID_LENGTH), KEY, ACCEPTOR, ISSUER);

    private KnownAnswers() {}

    static void add(RingCrypto rings, Checks checks) {
        hmac(rings, checks);
        hkdf(rings, checks);
        checks.add("datagram: sealed", () -> Expect.same(DATAGRAM, seal(rings)));
        checks.add(
                "datagram: opened",
                () -> Expect.holds(
                        rings.openDatagram(KEY, TRANSACTION, REPLY_TO, LAMP, AAD, Expect.hex(DATAGRAM))
                                .filter(came -> Arrays.equals(PLAINTEXT, came))
                                .isPresent(),
                        "what was sealed does not come out"));
        proofs(rings, checks);
        calls(rings, checks);
        checks.add("hpke: box of known keys", () -> {
            OpenedBox opened = rings.openBox(SEALING, LAMP, NONCE, Expect.hex(BOX))
                    .orElseThrow(() -> new IllegalStateException("does not open"));
            expect(opened.content());
            Expect.same(
                    "a8a1bcbf3b1bf7d40641fcce4779f97149978b0e9097b71e39bdb8eac65c33bb",
                    opened.reasonKey().exported());
            Expect.same(ENCAPSULATED, opened.reasonKey().encapsulated());
        });
        checks.add(
                "reason: sealed",
                () -> Expect.same(REASON, rings.sealReason(REASON_KEY, LAMP, NONCE, REASON_RANDOM, TOLD)));
        checks.add(
                "reason: opened",
                () -> Expect.holds(
                        rings.openReason(REASON_KEY, LAMP, NONCE, Expect.hex(REASON))
                                .equals(Optional.of(TOLD)),
                        "what was sealed does not come out"));
        checks.add(
                "argon2id: password information",
                () -> Expect.same(
                        "c84135b92fb09cb2448823b433ffb05f9ec572d6bc865f0d903b8511969a8cd0",
                        rings.passwordInformation(Secret.copyOf("correct horse".getBytes(US_ASCII)), LAMP, ACCEPTOR)));
    }

    private static void hmac(RingCrypto rings, Checks checks) {
        String larger = "This is a test using a larger than block-size key and a larger than block-size data. The key"
                + " needs to be hashed before being used by the HMAC algorithm.";
        hmac(
                1,
                Expect.filled(0x0b, 20),
                "Hi There".getBytes(US_ASCII),
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
                rings,
                checks);
        hmac(
                2,
                "Jefe".getBytes(US_ASCII),
                "what do ya want for nothing?".getBytes(US_ASCII),
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                rings,
                checks);
        hmac(
                3,
                Expect.filled(0xaa, 20),
                Expect.filled(0xdd, 50),
                "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
                rings,
                checks);
        hmac(
                7,
                Expect.filled(0xaa, 131),
                larger.getBytes(US_ASCII),
                "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
                rings,
                checks);
    }

    private static void hmac(int number, byte[] key, byte[] data, String tag, RingCrypto rings, Checks checks) {
        checks.add("hmac: RFC 4231, case " + number, () -> Expect.same(tag, rings.hmac(Secret.copyOf(key), data)));
    }

    private static void hkdf(RingCrypto rings, Checks checks) {
        for (MacUse use : MacUse.values()) {
            String key =
                    switch (use) {
                        case REGISTER -> "e84a55ae277874f6528f376a47c97bc23bb3ecf0c83ec75473bfe10687481fe8";
                        case REGISTERED -> "db39725bdbb53a06a932b6cee1ddb9fc01516096009032da6a1812923869ba93";
                        case WAKE_UP -> "ee85ab0c332a7f8ecda3e8ab4e091c559c7ecf2c915819773d0923a0c34ad688";
                        case RING_ACKNOWLEDGED -> "dc3851d3a385f2c5b43f30d4c61738d9b3f7231d610dc286ee37ae94898ae923";
                        case REPORT -> "01568e40c8a0c62f72e64548683768680b36cc8892ea6bae30b16b68c54bbdc2";
                        case REPORT_ACKNOWLEDGED -> "7bceb1a997b453df9feb9e4619d4a1065995422ba80cf5d4251d01a63998b401";
                    };
            checks.add("hkdf: MAC key " + use, () -> Expect.same(key, rings.macKey(KEY, use, LAMP)));
        }
        checks.add(
                "hkdf: code",
                () -> Expect.same(
                        "df8724ac333d138b622721eb2da35706664cde4b4f7402230df9c0f5b743040b",
                        rings.codeKey(Secret.copyOf(Expect.counting(16)))));
    }

    private static void proofs(RingCrypto rings, Checks checks) {
        checks.add(
                "proof: grant",
                () -> Expect.same(
                        "f310b8b8f060fa7e4b3196d3eeaf217948c9828a4472f07a59c6f102b2a96800",
                        proof(rings, ProofUse.GRANT, RingSystem.CALL_BACK)));
        checks.add(
                "proof: password",
                () -> Expect.same(
                        "5c2bcb6e5a659415fc046ccd364e21fd2e45f3f94164b1c766e965564c01d8da",
                        proof(rings, ProofUse.PASSWORD, RingSystem.PASSWORD)));
        checks.add(
                "proof: enrolment",
                () -> Expect.same(
                        "87654c41134bfc3e4c5d4e462bba341429cb6825ec8eac69d28d7455b14d911c",
                        rings.enrolmentProof(
                                Secret.copyOf(
                                        Expect.hex("df8724ac333d138b622721eb2da35706664cde4b4f7402230df9c0f5b743040b")),
                                Expect.filled(7, 32))));
    }

    private static void calls(RingCrypto rings, Checks checks) {
        Secret acceptors = Secret.copyOf(Expect.counting(RingCrypto.CALL_HALF_LENGTH));
        Secret issuers = Secret.copyOf(Expect.filled(9, RingCrypto.CALL_HALF_LENGTH));
        checks.add("call: ID and secret", () -> {
            CallKey key = rings.callKey(acceptors, issuers, ACCEPTOR, ISSUER, NONCE);
            Expect.same("a1dd57320ef661b0a612675ff12f1b30", key.id());
            Expect.same("923bcce789ae6a090831804364249453f5d3df63f78abe8dd0d88d7fa7695d04", key.secret());
        });
        checks.add(
                "call: proof of ATTACH",
                () -> Expect.same(
                        "0e34b8c1837ee8fe46e723e5b25536c7f2f1420b6fba6db36d777abd8dfdb46b",
                        rings.callProof(CALL, CallProofUse.ATTACH, 1)));
        checks.add(
                "call: proof of ATTACHED",
                () -> Expect.same(
                        "443a6e50a87ebb10087d102af39280f5c7d197857c211357b2d3ac6ccaee5143",
                        rings.callProof(CALL, CallProofUse.ATTACHED, 1)));
    }

    private static byte[] proof(RingCrypto rings, ProofUse use, RingSystem system) {
        return rings.ringProof(KEY, use, system, NONCE, LAMP, "http", ISSUER, ACCEPTOR);
    }

    static byte[] seal(RingCrypto rings) {
        return rings.sealDatagram(KEY, TRANSACTION, REPLY_TO, LAMP, AAD, PLAINTEXT);
    }

    /** {@return what the known box says} */
    static BoxContent content() {
        return new BoxContent(
                RingSystem.PASSWORD,
                "http",
                new GrantId("44".repeat(16)),
                ISSUER,
                Expect.filled(5, 32),
                Optional.of(Expect.filled(6, 32)));
    }

    static void expect(BoxContent came) {
        BoxContent content = content();
        Expect.holds(
                came.system() == content.system()
                        && came.service().equals(content.service())
                        && came.grant().equals(content.grant())
                        && came.issuer().equals(content.issuer())
                        && Arrays.equals(came.grantProof(), content.grantProof())
                        && came.passwordProof()
                                .filter(proof -> Arrays.equals(proof, Expect.filled(6, 32)))
                                .isPresent()
                        && came.rawPasswordProof().isEmpty()
                        && came.firstTry().isEmpty(),
                "says something else");
    }
}
