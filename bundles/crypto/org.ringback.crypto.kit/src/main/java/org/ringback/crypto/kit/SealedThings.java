package org.ringback.crypto.kit;

import static org.ringback.crypto.kit.KnownAnswers.AAD;
import static org.ringback.crypto.kit.KnownAnswers.KEY;
import static org.ringback.crypto.kit.KnownAnswers.LAMP;
import static org.ringback.crypto.kit.KnownAnswers.NONCE;
import static org.ringback.crypto.kit.KnownAnswers.REASON_KEY;
import static org.ringback.crypto.kit.KnownAnswers.REPLY_TO;
import static org.ringback.crypto.kit.KnownAnswers.SEALING;
import static org.ringback.crypto.kit.KnownAnswers.TRANSACTION;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingNonce;
import org.ringback.spi.CryptoProvider;
import org.ringback.spi.OpenedBox;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.SealedBox;
import org.ringback.spi.SealingKey;
import org.ringback.spi.SealingPublicKey;

/** What was sealed opens whole, at both, and for nobody else: any byte changed or missing is refused. Stateless. */
final class SealedThings {
    private static final EquipmentId OTHER = new EquipmentId("lamp-2");
    private static final RingNonce OTHER_NONCE = new RingNonce("12".repeat(RingNonce.LENGTH));

    private SealedThings() {}

    static void add(CryptoProvider tried, CryptoProvider reference, Extent extent, Checks checks) {
        RingCrypto rings = tried.rings();
        checks.add(
                "datagram: changed or cut",
                () -> spoiled(
                        Expect.hex(KnownAnswers.DATAGRAM),
                        extent,
                        bytes -> rings.openDatagram(KEY, TRANSACTION, REPLY_TO, LAMP, AAD, bytes)));
        checks.add("datagram: another one's", () -> {
            byte[] sealed = Expect.hex(KnownAnswers.DATAGRAM);
            none("transaction", rings.openDatagram(KEY, REPLY_TO, REPLY_TO, LAMP, AAD, sealed));
            none("registration", rings.openDatagram(KEY, TRANSACTION, TRANSACTION, LAMP, AAD, sealed));
            none("equipment", rings.openDatagram(KEY, TRANSACTION, REPLY_TO, OTHER, AAD, sealed));
            none("message", rings.openDatagram(KEY, TRANSACTION, REPLY_TO, LAMP, new byte[1], sealed));
        });
        checks.add(
                "hpke: changed or cut",
                () -> spoiled(
                        Expect.hex(KnownAnswers.BOX), extent, bytes -> rings.openBox(SEALING, LAMP, NONCE, bytes)));
        checks.add("hpke: another one's", () -> {
            byte[] box = Expect.hex(KnownAnswers.BOX);
            none("equipment", rings.openBox(SEALING, OTHER, NONCE, box));
            none("ring", rings.openBox(SEALING, LAMP, OTHER_NONCE, box));
            none("key", rings.openBox(tried.identities().createSealingKey(), LAMP, NONCE, box));
        });
        checks.add("hpke: keys of small order", () -> {
            none("RFC 7748 §6.1", rings.openBox(SEALING, LAMP, NONCE, new byte[200]));
            SealingPublicKey zero = SealingPublicKey.of(new byte[SealingPublicKey.LENGTH]);
            Expect.refused("a key of zeros", () -> rings.sealBox(zero, LAMP, NONCE, KnownAnswers.content()));
        });
        checks.add(
                "hpke: fresh for each box",
                () -> Expect.holds(
                        !Arrays.equals(
                                rings.sealBox(SEALING.publicKey(), LAMP, NONCE, KnownAnswers.content())
                                        .bytes(),
                                rings.sealBox(SEALING.publicKey(), LAMP, NONCE, KnownAnswers.content())
                                        .bytes()),
                        "two boxes are alike"));
        checks.add("hpke: sealed by the reference", () -> exchange(reference, tried));
        checks.add("hpke: opened by the reference", () -> exchange(tried, reference));
        checks.add("hpke: own box", () -> exchange(tried, tried));
        checks.add(
                "reason: changed or cut",
                () -> spoiled(
                        Expect.hex(KnownAnswers.REASON),
                        extent,
                        bytes -> rings.openReason(REASON_KEY, LAMP, NONCE, bytes)));
        checks.add("reason: another one's", () -> {
            byte[] reason = Expect.hex(KnownAnswers.REASON);
            none("equipment", rings.openReason(REASON_KEY, OTHER, NONCE, reason));
            none("ring", rings.openReason(REASON_KEY, LAMP, OTHER_NONCE, reason));
        });
    }

    /** A box, and a reason back, with a key of the one who opens. */
    private static void exchange(CryptoProvider seals, CryptoProvider opens) {
        SealingKey key = opens.identities().createSealingKey();
        SealedBox box = seals.rings().sealBox(key.publicKey(), LAMP, NONCE, KnownAnswers.content());
        OpenedBox opened = opens.rings()
                .openBox(key, LAMP, NONCE, box.bytes())
                .orElseThrow(() -> new IllegalStateException("does not open"));
        KnownAnswers.expect(opened.content());
        byte[] reason = opens.rings()
                .sealReason(opened.reasonKey(), LAMP, NONCE, KnownAnswers.REASON_RANDOM, KnownAnswers.TOLD);
        Expect.holds(
                seals.rings().openReason(box.reasonKey(), LAMP, NONCE, reason).equals(Optional.of(KnownAnswers.TOLD)),
                "the reason back does not open");
    }

    private static void spoiled(byte[] sealed, Extent extent, Function<byte[], Optional<?>> opens) {
        extent.positions(sealed.length).forEach(at -> {
            none("byte " + at + " changed", opens.apply(Expect.changed(sealed, at)));
            none("cut to " + at + " bytes", opens.apply(Arrays.copyOf(sealed, at)));
        });
        none("a byte more", opens.apply(Arrays.copyOf(sealed, sealed.length + 1)));
    }

    private static void none(String what, Optional<?> opened) {
        Expect.holds(opened.isEmpty(), what + ": opened (expected: not to)");
    }
}
