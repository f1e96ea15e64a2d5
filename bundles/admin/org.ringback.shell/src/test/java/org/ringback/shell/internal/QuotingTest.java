package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.felix.service.command.CommandSession;
import org.junit.Rule;
import org.junit.Test;
import org.ringback.shell.link.Quoting;

/** What a script passes on as one word stays one word, whatever stands in it. */
public class QuotingTest {
    private static final String SIGNS = "a '\"\\;|&#$(){}[]<>*?~=\n\t-€";

    @Rule
    public final ShellRule shell = new ShellRule();

    private final List<String> heard = new ArrayList<>();

    private List<String> heard(String... words) throws Exception {
        heard.clear();
        shell.add("hear", (CommandSession session, List<Object> all) -> {
            all.forEach(word -> heard.add(word.toString()));
            return null;
        });
        StringBuilder line = new StringBuilder("hear");
        for (String word : words) {
            line.append(' ').append(Quoting.quoted(word));
        }
        assertEquals(line.toString(), 0, shell.run(line.toString()).exit());
        return heard;
    }

    @Test
    public void aQuoteEndsNoWordAndBeginsNoCommand() throws Exception {
        String word = "zz'; hear mallory; # x";
        assertEquals(List.of(word, "it's", "a\\b", "\\'", ""), heard(word, "it's", "a\\b", "\\'", ""));
    }

    @Test
    public void anyWordIsReadAsItIs() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            StringBuilder word = new StringBuilder();
            for (int length = random.nextInt(8); length >= 0; length--) {
                word.append(SIGNS.charAt(random.nextInt(SIGNS.length())));
            }
            assertEquals(List.of(word.toString(), "end"), heard(word.toString(), "end"));
        }
    }
}
