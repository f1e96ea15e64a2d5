package org.ringback.runtime.soak;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public final class LoadersTest {
    private static final String TREE =
            """
            +-- <bootstrap>
                  |
                  |               Classes: java.lang.Object
                  |                        [Ljava.lang.Object;
                  |
                  +-- jdk.internal.loader.ClassLoaders$AppClassLoader {0x00}
                  |     |
                  |     |           Classes: org.ringback.runtime.Main
                  |     |
                  |     +-- org.apache.felix.framework.BundleWiringImpl$BundleClassLoader
                  |     |                 Classes: org.slf4j.Logger
                  |     |                          org.ringback.crypto.internal.Kdf
                  |     |
                  |     +-- org.apache.felix.framework.BundleWiringImpl$BundleClassLoader
                  |     |                 Classes: org.slf4j.Logger
                  |     |                          org.ringback.relay.core.RelayCore$1
                  |     |
                  |     +-- org.apache.felix.framework.BundleWiringImpl$BundleClassLoader
                  |                       Classes: org.ringback.crypto.internal.KeyAndChain
                  |                                org.ringback.crypto.internal.Kdf
                  |                                [Lorg.ringback.crypto.internal.Kdf;
                  |
                  +-- jdk.internal.reflect.DelegatingClassLoader
                                  Classes: org.ringback.crypto.internal.Kdf
            """;

    @Test
    public void aVersionOfWhichAnotherIsThereTooIsCountedAndWhatOthersCarryInThemselvesIsNot() {
        assertEquals(new Loaders(3, 1), Loaders.of(TREE));
    }

    @Test
    public void aBundleOfWhichNoOtherVersionIsThereIsNoFormerOne() {
        assertEquals(
                new Loaders(3, 0),
                Loaders.of(TREE.replace("internal.Kdf\n      |     |", "internal.Mac\n      |     |")));
    }
}
