package org.ringback.call.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.Test;

/** What docs/protocol.md says of the frames is what the code does. */
public class ProtocolDocumentTest {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("basedir", ".")).resolve("../../../docs/protocol.md");
    private static final String BEGIN = "<!-- generated: frames -->\n";
    private static final String END = "<!-- end: frames -->\n";
    private static final String REWRITE =
            "docs/protocol.md: the part on frames differs (expected: as the code has it); run"
                    + " mvn -pl bundles/kernel/org.ringback.call test -Ddocs.write=true to rewrite";
    private static final Pattern BLOCK = Pattern.compile("```text\n([^`]+)```");
    private static final Pattern HEX = Pattern.compile("(?m)^([0-9a-f ]{0,42}).*$");

    @Test
    public void theDocumentSaysOfTheFramesWhatTheCodeDoes() throws IOException {
        String document = Files.readString(DOCUMENT);
        int from = document.indexOf(BEGIN);
        int to = document.indexOf(END);
        assertTrue("docs/protocol.md: the marker lines of frames are missing", from >= 0 && to > from);
        String rendered = document.substring(0, from + BEGIN.length()) + "\n" + FrameListing.render() + "\n"
                + document.substring(to);
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(DOCUMENT, rendered);
        } else {
            assertEquals(REWRITE, rendered, document);
        }
    }

    @Test
    public void theHexOfEveryExampleReadsAsTheFrame() {
        List<String> read = new ArrayList<>();
        BLOCK.matcher(FrameListing.render()).results().forEach(block -> {
            StringBuilder hex = new StringBuilder();
            HEX.matcher(block.group(1)).results().forEach(line -> hex.append(line.group(1)));
            ByteBuffer frame =
                    ByteBuffer.wrap(HexFormat.of().parseHex(hex.toString().replace(" ", "")));
            FrameType type = FrameType.of(Byte.toUnsignedInt(frame.get(FrameLayout.TYPE)));
            read.addAll(
                    type.number() < FrameType.SWITCH.number()
                            ? Frames.words(frame)
                            : List.of(type + (frame.remaining() == type.length() ? "" : " of another length")));
        });
        assertEquals(
                List.of(
                        "OPEN 1 262144",
                        "DATA 1 4096 16",
                        "ACK 1 4112 266256",
                        "FIN 1 4112",
                        "RESET 2 " + ResetCode.UNREACHABLE.words(),
                        "PING",
                        "PONG " + 0x0123456789ABCDEFL,
                        "CALL",
                        "ASK",
                        "WHY",
                        "SWITCH",
                        "SWITCHED",
                        "ATTACH",
                        "ATTACHED"),
                read);
    }
}
