package org.ringback.updater.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ringback.updater.internal.MadeJar.KETTLE;
import static org.ringback.updater.internal.MadeJar.kettle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** A bundle brings configuration of its own, and writes nothing else and nowhere else. */
public class TemplatesTest {
    private static final String OWN = KETTLE + ".cfg";
    private static final int LARGEST = 64 * 1024;

    @Rule
    public final RealContainer container = new RealContainer();

    private Path config;

    @Before
    public void folder() {
        config = container.home().config();
    }

    private byte[] bringing(String file, String content) throws IOException {
        return container.release(kettle("1.0.0")
                .file("config/" + OWN, "a = 1")
                .file(file, content)
                .bytes());
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(config)) {
            return files.map(one -> one.toFile().getName()).sorted().toList();
        }
    }

    @Test
    public void itsOwnAreCopiedUnderTheirNames() throws Exception {
        container.deploy(bringing("config/" + KETTLE + "~upstairs.2_b-c.cfg", "a = 2"));
        assertEquals(List.of(OWN, KETTLE + "~upstairs.2_b-c.cfg"), files());
        assertEquals("a = 1", Files.readString(config.resolve(OWN)));
    }

    @Test
    public void whatIsNamedForSomebodyElseOrSomewhereElseIsRefused() throws Exception {
        for (String name : List.of(
                "../x.cfg",
                "../config/" + OWN,
                "../../" + OWN,
                "./" + OWN,
                "/etc/x.cfg",
                "other.cfg",
                "org.ringback.acceptor.cfg",
                KETTLE + ".evil.cfg",
                KETTLE + "~../x.cfg",
                KETTLE + "~a/../../x.cfg",
                KETTLE + "~..\\x.cfg",
                KETTLE + "\\.cfg",
                KETTLE + "~\0.cfg",
                KETTLE + "~a\n.cfg",
                KETTLE + "~%2e%2e.cfg",
                KETTLE + "~.cfg",
                KETTLE + "|" + KETTLE + "|1.0.0.cfg",
                KETTLE + "~" + "a".repeat(65) + ".cfg",
                "sub/" + OWN,
                "sub/",
                OWN + "/",
                OWN + ".part",
                "COM.acme.kettle.cfg")) {
            String why = container.refused(bringing("config/" + name, "dialable = 0.0.0.0/0"));
            assertTrue(name + ": " + why, why.contains("its own configuration alone)"));
        }
        assertEquals(List.of(), files());
    }

    @Test
    public void whatLiesElsewhereInItsJarIsNoTemplate() throws Exception {
        container.deploy(bringing("/etc/" + OWN, "a = 2"));
        container.agent().undeploy(KETTLE);
        container.deploy(bringing("configuration/x.cfg", "a = 2"));
        assertEquals(List.of(OWN), files());
        assertEquals("a = 1", Files.readString(config.resolve(OWN)));
    }

    @Test
    public void aTemplateThatIsTooLargeLeavesNoneOfTheOthers() throws Exception {
        String why = container.refused(bringing("config/" + KETTLE + "~x.cfg", "#".repeat(LARGEST + 1)));
        assertTrue(why, why.contains("config/" + KETTLE + "~x.cfg: more than " + LARGEST + " bytes"));
        container.deploy(bringing("config/" + KETTLE + "~x.cfg", "#".repeat(LARGEST)));
        assertEquals(LARGEST, Files.size(config.resolve(KETTLE + "~x.cfg")));
    }

    @Test
    public void whatAPersonHasThereStaysAsItIs() throws Exception {
        Path elsewhere = container.outside().resolve("elsewhere.cfg");
        Files.writeString(config.resolve(OWN), "a = a person's");
        Files.createSymbolicLink(config.resolve(KETTLE + "~nowhere.cfg"), elsewhere);
        Files.createDirectory(config.resolve(KETTLE + "~folder.cfg"));
        container.deploy(container.release(kettle("1.0.0")
                .file("config/" + OWN, "a = 1")
                .file("config/" + KETTLE + "~nowhere.cfg", "a = 2")
                .file("config/" + KETTLE + "~folder.cfg", "a = 3")
                .bytes()));
        assertEquals("a = a person's", Files.readString(config.resolve(OWN)));
        assertTrue(Files.isSymbolicLink(config.resolve(KETTLE + "~nowhere.cfg")));
        assertFalse(Files.exists(elsewhere));
        assertTrue(Files.isDirectory(config.resolve(KETTLE + "~folder.cfg")));
    }

    @Test
    public void ofABundleThatDoesNotStartNoneStays() throws Exception {
        String why = container.refused(container.release(kettle("1.0.0")
                .file("config/" + OWN, "a = 1")
                .header("Bundle-Activator", "com.acme.Nobody")
                .bytes()));
        assertTrue(why, why.contains("its start failed"));
        assertEquals(List.of(), files());
    }
}
