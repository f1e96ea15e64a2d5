package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.ringback.api.configuration.ConfigurationTroubles.Trouble;

/** Why a bundle does not do its work, in one sentence, whatever the component runtime has to say about it. */
public class ReasonsTest {
    private static final String RELAY = "org.ringback.relay";
    private static final String STORE = "org.ringback.store";
    private static final String A_STORE = "org.ringback.store.Store";

    private final FakeRuntime runtime = new FakeRuntime();
    private final Set<String> files = new HashSet<>();
    private final Reasons reasons = new Reasons(runtime, runtime::has, () -> runtime.stopped, files::contains);

    @Test
    public void aBundleThatRunsHasNone() {
        runtime.component(RELAY, ComponentConfigurationDTO.ACTIVE);
        assertEquals(Optional.empty(), reasons.of(RELAY));
    }

    @Test
    public void theDeepestCauseThatSaysWhatWasExpectedIsTheReason() {
        runtime.failed(
                RELAY,
                """
                org.osgi.service.component.ComponentException: The activate method has thrown an exception
                \tat org.apache.felix.scr.impl.inject.methods.ActivateMethod.x(ActivateMethod.java:1)
                Caused by: java.io.UncheckedIOException: java.io.IOException: key: it
                \t... 3 more
                Caused by: java.io.IOException: key-file: x has 3 bytes (expected: a file of 32)
                \t... 4 more
                Caused by: java.lang.IllegalStateException: a detail
                """);
        assertReason("key-file: x has 3 bytes (expected: a file of 32)", true);
    }

    @Test
    public void everyKindOfExceptionIsASentence() {
        Map.of(
                        "java.nio.file.AccessDeniedException: /h/keys/store.key",
                        "/h/keys/store.key: access denied (expected: this user's own)",
                        "java.nio.file.NoSuchFileException: /h/keys/store.key",
                        "org.ringback.relay: /h/keys/store.key: is missing",
                        "java.nio.file.FileSystemException: /h/data/x: No space left on device",
                        "org.ringback.relay: /h/data/x: No space left on device",
                        "java.lang.NullPointerException",
                        "org.ringback.relay: NullPointerException",
                        "java.lang.OutOfMemoryError: Java heap space",
                        "org.ringback.relay: OutOfMemoryError: Java heap space",
                        "java.lang.NoClassDefFoundError: org/x/Y",
                        "org/x/Y: the class is missing (expected: a whole installation)",
                        "java.lang.NoClassDefFoundError: Could not initialize class org.x.Y",
                        "org.ringback.relay: NoClassDefFoundError: Could not initialize class org.x.Y")
                .forEach((cause, sentence) -> {
                    runtime.failed(
                            RELAY, "java.lang.RuntimeException: outer\n\tat a.B.c(D.java:1)\nCaused by: " + cause);
                    assertReason(sentence, true);
                });
    }

    @Test
    public void aBundleThatSomebodyStoppedIsSaidToBe() {
        runtime.stopped = List.of(RELAY);
        assertReason(
                "org.ringback.relay: the bundle is stopped (expected: started; next: start org.ringback.relay)", true);
    }

    @Test
    public void whoWaitsForWhatAStoppedBundleMayOfferNamesIt() {
        runtime.stopped = List.of(STORE);
        runtime.waiting(RELAY, "org.ringback.api.Kept");
        assertReason(
                "org.ringback.relay: waits for org.ringback.api.Kept, which no bundle here offers (expected: all started;"
                        + " stopped: org.ringback.store)",
                true);
    }

    @Test
    public void whoWaitsForAnotherHasTheOthersReason() {
        runtime.waiting(RELAY, A_STORE);
        runtime.failed(STORE, "java.io.IOException: store: no room (expected: room on the disk)", A_STORE);
        assertReason("store: no room (expected: room on the disk)", true);
    }

    @Test
    public void whoAskedForAnotherWhenThatFailedHasTheOthersReason() {
        runtime.waiting(RELAY, A_STORE);
        runtime.component(RELAY, ComponentConfigurationDTO.FAILED_ACTIVATION).failure =
                "org.osgi.service.component.ComponentException: Unable to get service for reference " + A_STORE;
        assertReason("org.ringback.relay: Unable to get service for reference " + A_STORE, true);
        runtime.failed(STORE, "java.io.IOException: store: no room (expected: room on the disk)", A_STORE);
        assertReason("store: no room (expected: room on the disk)", true);
    }

    @Test
    public void aServiceThatItsBundleRegistersByItselfIsAskedOfThatBundle() {
        runtime.waiting(RELAY, "org.ringback.transport.Transport");
        runtime.failed(
                "org.ringback.transport", "java.lang.IllegalArgumentException: threads: '0' (expected: 1 to 64)");
        assertReason("threads: '0' (expected: 1 to 64)", true);
    }

    @Test
    public void twoThatWaitForEachOtherHaveAReasonThatMayPass() {
        runtime.waiting(RELAY, A_STORE);
        runtime.waiting(STORE, "org.ringback.relay.Relay");
        assertEquals(false, reasons.of(RELAY).orElseThrow().lasting());
    }

    @Test
    public void aRefusedConfigurationIsTheReasonOfAllThatWaitForIt() {
        runtime.waiting(RELAY, A_STORE);
        runtime.component(STORE, ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION, A_STORE);
        assertReason("config/org.ringback.store.cfg: is not there (expected: the file)", false);
        files.add(STORE);
        assertReason("config/org.ringback.store.cfg: is not read yet", false);
        reasons.troubles = () -> List.of(
                new Trouble(STORE, false, "config/org.ringback.store.cfg: fil: unknown key"),
                new Trouble(STORE, true, "config/org.ringback.store.cfg: is empty (expected: keys)"));
        assertReason("config/org.ringback.store.cfg: is empty (expected: keys)", true);
    }

    @Test
    public void aBundleThatHangsAndOneThatIsNotThereAreSaid() {
        runtime.waiting(RELAY, A_STORE);
        assertReason(
                "org.ringback.relay: waits for org.ringback.store.Store, which no bundle here offers (expected: a whole"
                        + " installation)",
                false);
        runtime.component(STORE, ComponentConfigurationDTO.SATISFIED, A_STORE);
        assertEquals(
                new Reasons.Reason("org.ringback.store: has not finished starting", false, true),
                reasons.of(RELAY).orElseThrow());
    }

    @Test
    public void whoIsAtWorkIsWaitedForLongerThanWhoIsMissing() {
        runtime.waiting(RELAY, A_STORE);
        assertEquals(30, ReadyCommand.limit(reasons.of(RELAY)));
        runtime.component(STORE, ComponentConfigurationDTO.SATISFIED, A_STORE);
        assertEquals(600, ReadyCommand.limit(reasons.of(RELAY)));
        assertEquals(30, ReadyCommand.limit(Optional.empty()));
    }

    @Test
    public void theLauncherIsToldWhyThereIsNoSocket() {
        assertEquals(List.of(), reasons.get());
        runtime.failed("org.ringback.shell", "java.io.IOException: socket: x is in use (expected: another)");
        assertEquals(List.of("socket: x is in use (expected: another)"), reasons.get());
    }

    private void assertReason(String text, boolean lasting) {
        assertEquals(new Reasons.Reason(text, lasting), reasons.of(RELAY).orElseThrow());
    }
}
