package org.ringback.runtime;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import org.junit.Test;
import org.osgi.framework.BundleException;

/** Of a chain of failures one sentence is told: that of whoever knew best. */
public class CauseTest {
    @Test
    public void theDeepestCauseThatSaysWhatWasExpectedIsToldElseTheDeepest() {
        Throwable detail = new IllegalStateException("a detail");
        Throwable ours = new IOException("key-file: x has 3 bytes (expected: a file of 32)", detail);
        Throwable outer = new IllegalArgumentException("store: outer (expected: nothing)", ours);
        assertEquals(
                "key-file: x has 3 bytes (expected: a file of 32)",
                Cause.of(new BundleException("Activator start error in bundle", outer)));
        assertEquals("a detail", Cause.of(new BundleException("Activator start error in bundle", detail)));
    }

    @Test
    public void everyKindIsASentence() {
        Map.<Throwable, String>of(
                        new AccessDeniedException("/h/keys"), "/h/keys: access denied",
                        new NoSuchFileException("/h/keys"), "/h/keys: is missing",
                        new IOException("No space left on device"), "No space left on device",
                        new NullPointerException(), "NullPointerException",
                        new NullPointerException("x is null"), "NullPointerException: x is null",
                        new ClassNotFoundException("org.x.Y"), "ClassNotFoundException: org.x.Y",
                        new OutOfMemoryError("Java heap space"), "OutOfMemoryError: Java heap space",
                        new IOException(" "), "IOException")
                .forEach((cause, sentence) -> assertEquals(sentence, Cause.of(new RuntimeException("outer", cause))));
    }

    @Test
    public void aChainThatBitesItsTailHasAnEnd() {
        IOException one = new IOException("one");
        RuntimeException two = new RuntimeException("two", one);
        one.initCause(two);
        assertEquals("one", Cause.of(two));
    }
}
