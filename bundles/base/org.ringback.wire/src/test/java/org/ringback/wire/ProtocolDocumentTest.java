package org.ringback.wire;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

/** The tables and examples in docs/protocol.md are those of the catalogue. */
public class ProtocolDocumentTest {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("basedir", ".")).resolve("../../../docs/protocol.md");

    private static final String REWRITE =
            "docs/protocol.md: %s (expected: as the catalogue has it); run mvn -pl bundles/base/org.ringback.wire test"
                    + " -Ddocs.write=true to rewrite";

    private static final Pattern EXAMPLE = Pattern.compile("### (.+)\n\n```text\n([^`]+)```\n");
    private static final Pattern HEX_COLUMNS = Pattern.compile("(?m)^([0-9a-f ]{0,47}).*$");

    @Test
    public void theDocumentSaysWhatTheCatalogueSays() throws IOException {
        String document = Files.readString(DOCUMENT);
        String rendered = document;
        for (Map.Entry<String, String> section : sections().entrySet()) {
            rendered = replace(rendered, section.getKey(), section.getValue());
        }
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(DOCUMENT, rendered);
        } else {
            assertEquals(String.format(REWRITE, "a generated part differs"), rendered, document);
        }
    }

    @Test
    public void theHexOfEveryExampleIsTheMessageItself() throws Exception {
        Map<String, byte[]> examples = new LinkedHashMap<>();
        Matcher matcher = EXAMPLE.matcher(ExampleListing.examples());
        while (matcher.find()) {
            StringBuilder hex = new StringBuilder();
            HEX_COLUMNS.matcher(matcher.group(2)).results().forEach(line -> hex.append(line.group(1)));
            examples.put(
                    matcher.group(1), HexFormat.of().parseHex(hex.toString().replace(" ", "")));
        }

        assertEquals(MessageKind.values().length, examples.size());
        for (MessageKind kind : MessageKind.values()) {
            byte[] bytes = examples.get(kind.title());
            Values.assertSame(Examples.message(kind), new MessageCodec().decode(ByteBuffer.wrap(bytes), kind.door()));
        }
    }

    private static Map<String, String> sections() {
        Map<String, String> sections = new LinkedHashMap<>();
        sections.put("messages", CatalogueTables.messages());
        sections.put("attributes", CatalogueTables.attributes());
        sections.put("errors", CatalogueTables.errors());
        sections.put("examples", ExampleListing.examples());
        return sections;
    }

    private static String replace(String document, String section, String content) {
        String begin = "<!-- generated: " + section + " -->\n";
        String end = "<!-- end: " + section + " -->\n";
        int from = document.indexOf(begin);
        int to = document.indexOf(end);
        assertTrue(String.format(REWRITE, "the marker lines of " + section + " are missing"), from >= 0 && to > from);
        return document.substring(0, from + begin.length()) + "\n" + content + "\n" + document.substring(to);
    }
}
