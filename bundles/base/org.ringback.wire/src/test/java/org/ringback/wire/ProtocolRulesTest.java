package org.ringback.wire;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.Test;

/** Each numbered sentence of docs/protocol.md is quoted where the code keeps it, in its own words. */
public class ProtocolRulesTest {
    private static final Path TREE = Path.of(System.getProperty("basedir", ".")).resolve("../../..");
    private static final Path MAIN = Path.of("src", "main");

    private static final String DOCUMENT =
            """
            # Rings [AB-6]

            Not numbered. **At most** 16 rings are pending
            for `one` issuer. [AB-1] A seventeenth is refused [AB-2]; the others go on.

            1. the first item of a list, which is long enough [AB-3];

            | state | event | next |
            |---|---|---|
            | *waiting* | | 35 s | gone [AB-4] |

            ```text
            | nothing here [AB-5] |
            ```
            """;
    private static final String SOURCE =
            """
                // [AB-1] At most 16 rings are pending for one issuer.
                    // [AB-2] A seventeenth is refused
            // [AB-3] the first item of a list, which …
            // [AB-4] waiting | 35 s | gone
            """;

    @Test
    public void everyNumberedSentenceIsQuotedInItsOwnWordsWhereItIsKept() throws IOException {
        ProtocolRules rules = new ProtocolRules(Files.readString(TREE.resolve("docs/protocol.md")));
        assertTrue("numbers are found", rules.sentences().size() > 100);
        try (Stream<Path> files = Files.walk(TREE.resolve("bundles"))) {
            for (Path file : files.filter(ProtocolRulesTest::isMain).sorted().toList()) {
                rules.quotedBy(String.valueOf(file.getFileName()), Files.readString(file));
            }
        }
        assertEquals(List.of(), rules.faults());
    }

    private static boolean isMain(Path file) {
        return file.toString().contains(MAIN.toString()) && file.toString().endsWith(".java");
    }

    @Test
    public void aSentenceGoesFromTheOneBeforeToItsNumber() {
        assertEquals(
                Map.of(
                        "AB-1", "At most 16 rings are pending for one issuer.",
                        "AB-2", "A seventeenth is refused",
                        "AB-3", "the first item of a list, which is long enough",
                        "AB-4", "waiting | 35 s | gone"),
                new ProtocolRules(DOCUMENT).sentences());
    }

    @Test
    public void quotationsThatAreEqualHaveNoFault() {
        assertEquals(List.of(), faults(DOCUMENT, SOURCE));
    }

    @Test
    public void aNumberTwiceInTheDocumentIsAFault() {
        assertFault("AB-2: stands twice", faults(DOCUMENT + "\nAnother sentence. [AB-2]", SOURCE), 2);
    }

    @Test
    public void aNumberThatIsQuotedNowhereIsAFault() {
        assertFault("AB-4: is quoted nowhere", faults(DOCUMENT, SOURCE.replace("// [AB-4]", "// AB-4")), 1);
    }

    @Test
    public void aQuotationInOtherWordsIsAFault() {
        assertFault("AB-1 says 'At most 17", faults(DOCUMENT, SOURCE.replace("At most 16", "At most 17")), 1);
    }

    @Test
    public void aSentenceThatChangedIsAFault() {
        assertFault("AB-1 says 'At most 16", faults(DOCUMENT.replace("16", "17"), SOURCE), 1);
    }

    @Test
    public void aBeginningInOtherWordsOrOfTooFewIsAFault() {
        assertFault("AB-3 says", faults(DOCUMENT, SOURCE.replace("first item", "second item")), 1);
        assertFault(
                "AB-3 says", faults(DOCUMENT, SOURCE.replace("the first item of a list, which …", "the first …")), 1);
        assertFault(
                "AB-2 says", faults(DOCUMENT, SOURCE.replace("seventeenth is refused", "seventeenth is refused …")), 1);
    }

    @Test
    public void aQuotationOfNoNumberOfTheDocumentIsAFault() {
        assertFault("Planted.java: quotes AB-7", faults(DOCUMENT, SOURCE + "// [AB-7] Nothing says so."), 1);
    }

    private static List<String> faults(String document, String source) {
        ProtocolRules rules = new ProtocolRules(document);
        rules.quotedBy("Planted.java", source);
        return rules.faults();
    }

    private static void assertFault(String words, List<String> faults, int count) {
        assertEquals(faults.toString(), count, faults.size());
        assertTrue(faults.toString(), faults.get(0).contains(words));
    }
}
