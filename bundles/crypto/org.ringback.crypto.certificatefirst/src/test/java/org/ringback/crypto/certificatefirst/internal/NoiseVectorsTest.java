package org.ringback.crypto.certificatefirst.internal;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.util.HexFormat;
import java.util.List;
import org.junit.Test;
import org.ringback.spi.ProtectionException;

/** Noise_NK_25519_ChaChaPoly_SHA256 against the figures that two other implementations published. */
public class NoiseVectorsTest {
    private static final HexFormat HEX = HexFormat.of();

    /** From the vectors of cacophony (Haskell), as snow (Rust) keeps them: tests/vectors/cacophony.txt. */
    private static final Vector CACOPHONY = new Vector(
            "4a6f686e2047616c74",
            "893e28b9dc6ca8d611ab664754b8ceb7bac5117349a4439a6b0569da977c464a",
            "31e0303fd6418d2f8c0e78b91f22e8caed0fbe48656dcf4767e4834f701b8f62",
            "4a3acbfdb163dec651dfa3194dece676d437029c62a408b4c5ea9114246e4893",
            "bbdb4cdbd309f1a1f2e1456967fe288cadd6f712d65dc7b7793d5e63da6b375b",
            List.of(
                    new Exchanged(
                            "4c756477696720766f6e204d69736573",
                            "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c7944"
                                    + "8134d00711fdb390a0d178fa008f6d47d2891e5ea18ae136c3b4c23ac384efb0"),
                    new Exchanged(
                            "4d757272617920526f746862617264",
                            "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f144808843"
                                    + "8ea16e3701bc0d77744f117bee22451c9afa7f4cdbbcff00c04a8ee0913c88"),
                    new Exchanged("462e20412e20486179656b", "a62de29ce27cb80245d440d986ed816c156e9d757d7008df2198b0"),
                    new Exchanged("4361726c204d656e676572", "174a35f11c689f4530d7208618e0564ae12f2f50ba8eb4df5382ff"),
                    new Exchanged(
                            "4a65616e2d426170746973746520536179",
                            "337e475ebb8eae60f91974c4e455a5af38d1d8628d1803b160d60442874b0a17" + "77"),
                    new Exchanged(
                            "457567656e2042f6686d20766f6e2042617765726b",
                            "047e80e060b7bb08b53c5a23dfe9920cae135b9d1dc6302fc475003062723700" + "366346ac9d")));

    private static final String CACOPHONY_HASH = "2efa38a9c7c93ac98f3a097af25c2f58b9e7673787717bc27e98827118c2c1a5";

    /** From snow's own: tests/vectors/snow.txt. It names no hash. */
    private static final Vector SNOW = new Vector(
            "5468657265206973206e6f20726967687420616e642077726f6e672e20546865"
                    + "72652773206f6e6c792066756e20616e6420626f72696e672e",
            "1b0c2affa2a0ba57c3d96a2b5def1671aa00f66a46d306618a2546a6757f5f65",
            "a1685fa10096ad890ba2427ef08d85c44ffe7b1990ebb6ed7555f57b248b9319",
            "eb80faf5ebe8437d8edacb3bd95d0718a4eb3e5de6f835bca4d7e161301a563e",
            "908f7161432df9036325367c1592ca275fea9a44cdf70d4f3135e16d0034dedc",
            List.of(
                    new Exchanged(
                            "6b2da7554f3d4b8a27f371a0b2fb0d1b9c4830ea29e804b05d698f3f302740f4",
                            "1c83e1721fadb9fc168e67da9d25503aa286e42d7d35b80c73096d29cce50309"
                                    + "6ee5516c7bd399fb1f8b0f2affa71e262626c7eb957069a46177f86530217aac"
                                    + "9d18bbb78c297d3de7b651995c6783cc"),
                    new Exchanged(
                            "0216bdac2fb32a7c53d9c4711e3ed995c2e856d19fb1ed465cc88efd4f347e6f",
                            "d514c7509ba675f32aaaaef759846609383fb36f6081a3aed84737c800a3127c"
                                    + "66ebfa61ba8ee2a58b5074e40e3c0ce02ac02c30f3b6afd9ace9fcc4494485e7"
                                    + "e3e545d05f5e9f1336ab5cd9f0d8eb54"),
                    new Exchanged(
                            "0497dfc21ec4d70f04ffc7094b9467808c043d027c87d410b62e1af3dc791dce",
                            "5bd6fb7c4fd75dd4d15b6600c8df4a59509709a97affb19f4e4a72e62dc8459f"
                                    + "89361ae710a9fd58545eee4ceb37ec01"),
                    new Exchanged(
                            "874ba1f2539061f556a212f83c7a96faf33a451aa75099ef8a9b2aeb54c48f36",
                            "1f7b7dd2a4992441bc91b6996b0079c3b0747e5aa8dc2443b1fe01331d576446"
                                    + "47bbef13cda29f0abc9836739df52fff")));

    @Test
    public void theVectorOfCacophonyComesOutByteForByte() throws ProtectionException {
        assertEquals(CACOPHONY_HASH, HEX.formatHex(run(CACOPHONY)));
    }

    @Test
    public void theVectorOfSnowComesOutByteForByte() throws ProtectionException {
        run(SNOW);
    }

    /** Both ends, each message compared; {@return the handshake hash, the same at both}. */
    private static byte[] run(Vector vector) throws ProtectionException {
        NkDialler dialler =
                new NkDialler(hex(vector.prologue()), hex(vector.serverPublic()), hex(vector.diallerEphemeral()));
        NkServer server =
                new NkServer(hex(vector.prologue()), hex(vector.serverPrivate()), hex(vector.serverEphemeral()));
        Exchanged first = vector.messages().get(0);
        assertEquals(first.ciphertext(), HEX.formatHex(dialler.write(hex(first.payload()))));
        assertEquals(first.payload(), HEX.formatHex(server.read(hex(first.ciphertext()))));
        Exchanged second = vector.messages().get(1);
        assertEquals(second.ciphertext(), HEX.formatHex(server.write(hex(second.payload()))));
        assertEquals(second.payload(), HEX.formatHex(dialler.read(hex(second.ciphertext()))));
        CommonKey ofDialler = dialler.split();
        CommonKey ofServer = server.split();
        for (int i = 2; i < vector.messages().size(); i++) {
            Exchanged message = vector.messages().get(i);
            boolean fromDialler = i % 2 == 0;
            CipherState sending = fromDialler ? ofDialler.fromDialler() : ofServer.fromServer();
            CipherState receiving = fromDialler ? ofServer.fromDialler() : ofDialler.fromServer();
            assertEquals(message.ciphertext(), HEX.formatHex(sending.encrypt(new byte[0], hex(message.payload()))));
            assertEquals(message.payload(), HEX.formatHex(receiving.decrypt(new byte[0], hex(message.ciphertext()))));
        }
        assertArrayEquals(ofDialler.hash(), ofServer.hash());
        return ofDialler.hash();
    }

    private static byte[] hex(String text) {
        return HEX.parseHex(text);
    }

    /** What both ends of a handshake put in, and every message between them, the dialler's first. */
    private record Vector(
            String prologue,
            String diallerEphemeral,
            String serverPublic,
            String serverPrivate,
            String serverEphemeral,
            List<Exchanged> messages) {}

    private record Exchanged(String payload, String ciphertext) {}
}
