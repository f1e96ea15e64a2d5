package org.ringback.wire;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.Test;

/**
 * The vectors of RFC 5769 §2.1 to §2.4: structure, FINGERPRINT, XOR-MAPPED-ADDRESS. Their MESSAGE-INTEGRITY (0x0008) is
 * SHA-1, which Ringback does not speak: well-formed, and unknown.
 */
public class Rfc5769Test {
    private static final int SOFTWARE = 0x8022;
    private static final int PRIORITY = 0x0024;
    private static final int ICE_CONTROLLED = 0x8029;
    private static final int MESSAGE_INTEGRITY = 0x0008;

    private static final byte[] SAMPLE_REQUEST = hex(
            "0001 0058 2112a442 b7e7a701bc34d686fa87dfae", // Binding request, 88 bytes, cookie, transaction ID
            "8022 0010 5354554e207465737420636c69656e74", // SOFTWARE "STUN test client"
            "0024 0004 6e0001ff", // PRIORITY
            "8029 0008 932ff9b151263b36", // ICE-CONTROLLED
            "0006 0009 6576746a3a68367659 202020", // USERNAME "evtj:h6vY", padded with spaces
            "0008 0014 9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2", // MESSAGE-INTEGRITY
            "8028 0004 e57a3bcf"); // FINGERPRINT

    private static final byte[] IPV4_RESPONSE = hex(
            "0101 003c 2112a442 b7e7a701bc34d686fa87dfae", // Binding success response
            "8022 000b 7465737420766563746f72 20", // SOFTWARE "test vector", padded with a space
            "0020 0008 0001 a147 e112a643", // XOR-MAPPED-ADDRESS 192.0.2.1:32853
            "0008 0014 2b91f599fd9e90c38c7489f92af9ba53f06be7d7", // MESSAGE-INTEGRITY
            "8028 0004 c07d4c96"); // FINGERPRINT

    private static final byte[] IPV6_RESPONSE = hex(
            "0101 0048 2112a442 b7e7a701bc34d686fa87dfae", // Binding success response
            "8022 000b 7465737420766563746f72 20", // SOFTWARE "test vector"
            "0020 0014 0002 a147 0113a9faa5d3f179bc25f4b5bed2b9d9", // XOR-MAPPED-ADDRESS
            "0008 0014 a382954e4be67bf11784c97c8292c275bfe3ed41", // MESSAGE-INTEGRITY
            "8028 0004 c8fb0b4c"); // FINGERPRINT

    private static final byte[] LONG_TERM_REQUEST = hex(
            "0001 0060 2112a442 78ad3433c6ad72c029da412e", // Binding request
            "0006 0012 e3839ee38388e383aae38383e382afe382b9 0000", // USERNAME, six katakana in UTF-8
            "0015 001c 662f2f3439396b39353464364f4c33346f4c39465354767936347341", // NONCE
            "0014 000b 6578616d706c652e6f7267 00", // REALM "example.org"
            "0008 0014 f67024656dd64a3e02b8e0712e85c9a28ca89666"); // MESSAGE-INTEGRITY, no FINGERPRINT

    private final StunView view = new StunView();

    @Test
    public void theSampleRequestIsReadAttributeByAttribute() {
        assertNull(view.wrap(ByteBuffer.wrap(SAMPLE_REQUEST)));

        assertEquals(0x0001, view.type());
        assertEquals(TransactionId.of(HexFormat.of().parseHex("b7e7a701bc34d686fa87dfae")), view.transaction());
        int[][] expected = {
            {SOFTWARE, 16}, {PRIORITY, 4}, {ICE_CONTROLLED, 8}, {0x0006, 9}, {MESSAGE_INTEGRITY, 20}, {0x8028, 4}
        };
        int at = view.firstAttribute();
        for (int[] typeAndLength : expected) {
            assertEquals(typeAndLength[0], view.typeOf(at));
            assertEquals(typeAndLength[1], view.lengthOf(at));
            at = view.nextAttribute(at);
        }
        assertEquals(-1, at);
        assertEquals(0x6e0001ff, view.intAt(view.find(PRIORITY), 0));
        assertEquals(0x932ff9b151263b36L, view.longAt(view.find(ICE_CONTROLLED), 0));
    }

    @Test
    public void allFingerprintsMatchAndNoneMatchesOnceAByteBeforeItIsChanged() {
        for (byte[] vector : new byte[][] {SAMPLE_REQUEST, IPV4_RESPONSE, IPV6_RESPONSE}) {
            assertNull(view.wrap(ByteBuffer.wrap(vector)));
            assertTrue(view.fingerprintMatches());

            byte[] changed = vector.clone();
            changed[StunHeader.TRANSACTION_OFFSET] ^= 1;
            assertNull(view.wrap(ByteBuffer.wrap(changed)));
            assertFalse(view.fingerprintMatches());
        }
    }

    @Test
    public void aMessageWithoutFingerprintIsWellFormedButDoesNotMatch() {
        assertNull(view.wrap(ByteBuffer.wrap(LONG_TERM_REQUEST)));

        assertFalse(view.fingerprintMatches());
        assertEquals("example.org", text(Attributes.REALM));
        assertEquals("f//499k954d6OL34oL9FSTvy64sA", text(Attributes.NONCE));
        assertEquals("マトリックス", text(Attributes.USERNAME));
    }

    @Test
    public void theIpv4AddressIsUnmasked() throws Exception {
        assertEquals(
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}), 32853),
                mapped(IPV4_RESPONSE));
    }

    @Test
    public void theIpv6AddressIsUnmasked() throws Exception {
        byte[] address = HexFormat.of().parseHex("20010db8123456780011223344556677");

        assertEquals(new InetSocketAddress(InetAddress.getByAddress(address), 32853), mapped(IPV6_RESPONSE));
    }

    @Test
    public void bothAddressesAreMaskedAsInTheVectors() throws Exception {
        for (byte[] vector : new byte[][] {IPV4_RESPONSE, IPV6_RESPONSE}) {
            InetSocketAddress address = mapped(vector);

            byte[] written = Attributes.XOR_MAPPED_ADDRESS.form().writer().write(address, view.transaction());

            int at = view.find(Attributes.XOR_MAPPED_ADDRESS.type());
            assertEquals(view.value(at), ByteBuffer.wrap(written));
        }
    }

    private InetSocketAddress mapped(byte[] vector) {
        assertNull(view.wrap(ByteBuffer.wrap(vector)));
        int at = view.find(Attributes.XOR_MAPPED_ADDRESS.type());
        return Attributes.XOR_MAPPED_ADDRESS.form().reader().read(view.value(at), view.transaction());
    }

    private String text(Attribute<?> attribute) {
        return new String(ValueForm.rest(view.value(view.find(attribute.type()))), StandardCharsets.UTF_8);
    }

    private static byte[] hex(String... parts) {
        return HexFormat.of().parseHex(String.join("", parts).replace(" ", ""));
    }
}
