package org.ringback.nat;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.Test;

/** Captures are read, byte by byte. */
public final class PcapTest {
    private static final String ETHERNET = "020000000001020000000002";

    /** 11.0.12.2:4000 to 11.0.1.2:3478, SYN, 40 bytes and no payload, behind which Ethernet has two bytes of padding. */
    private static final String SYN = ETHERNET + "0800" + "4500002800004000400600000b000c020b000102" + "0fa00d96"
            + "00000007" + "00000000" + "5002ffff00000000" + "0000";

    /** [2bbb:0:c::2]:4000 to [2bbb:0:1::2]:3478, a datagram of 3 bytes. */
    private static final String DATAGRAM = ETHERNET + "86dd" + "60000000000b1140" + "2bbb0000000c00000000000000000002"
            + "2bbb0000000100000000000000000002" + "0fa00d96000b0000" + "010203";

    /** An address is asked for. */
    private static final String ARP = ETHERNET + "0806" + "0001080006040001";

    private static byte[] capture(int magic, int length, String... frames) {
        ByteBuffer file = ByteBuffer.allocate(1024).order(ByteOrder.nativeOrder());
        file.putInt(magic).position(24);
        for (String frame : frames) {
            byte[] bytes = HexFormat.of().parseHex(frame);
            file.putInt(7)
                    .putInt(8)
                    .putInt(bytes.length + length)
                    .putInt(bytes.length)
                    .put(bytes);
        }
        byte[] whole = new byte[file.position()];
        file.flip().get(whole);
        return whole;
    }

    private static List<Sighting> read(byte[] capture) throws IOException {
        List<Sighting> all = new ArrayList<>();
        Pcap.read(new ByteArrayInputStream(capture), all::add);
        return all;
    }

    @Test
    public void segmentsAndDatagramsOfBothFamiliesAreReadAndAllElseIsPassedOver() throws IOException {
        List<Sighting> read = read(capture(0xa1b2c3d4, 0, SYN, ARP, DATAGRAM, SYN.substring(0, 40)));
        InetSocketAddress from = new InetSocketAddress(Plan.address("2bbb:0:c::2"), 4000);
        InetSocketAddress to = new InetSocketAddress(Plan.address("2bbb:0:1::2"), 3478);
        assertEquals(
                List.of(
                        new Sighting(7_000_008, true, Segments.at(12, 4000), Segments.SERVER, Segments.SYN, 7, 0),
                        new Sighting(7_000_008, false, from, to, 0, 0, 3)),
                read);
        assertEquals(12, read.get(1).fromSite());
        assertEquals(Plan.SERVER, read.get(1).toSite());
    }

    @Test
    public void whatIsReadIsCopiedByteByByte() throws IOException {
        byte[] capture = capture(0xa1b2c3d4, 0, SYN, DATAGRAM);
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        InputStream stream = new Copied(new ByteArrayInputStream(capture), copy);
        assertEquals(Byte.toUnsignedInt(capture[0]), stream.read());
        stream.readNBytes(7);
        stream.transferTo(OutputStream.nullOutputStream());
        assertArrayEquals(capture, copy.toByteArray());
    }

    @Test
    public void whatIsNoCaptureIsRefusedInWords() {
        assertThrows(IOException.class, () -> read(capture(0xd4c3b2a1, 0, SYN)));
        assertThrows(IOException.class, () -> read(capture(0xa1b2c3d4, 1 << 20, SYN)));
    }
}
