package org.ringback.crypto.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionSession.State;

/** Which cipher suite comes first, and who decides. */
public class CipherOrderTest {
    private static final Set<String> X86 = Set.of("fpu", "aes", "pclmulqdq", "avx2");
    private static final Set<String> ARM = Set.of("fp", "asimd", "aes", "pmull", "sha1");
    private static final Set<String> NOT_TOLD = Set.of();

    /** As HotSpot 17 tells on a processor with AES when it is started with nothing special. */
    private static final Map<String, String> FULL = Map.of(
            "UseAES", "true",
            "UseCompiler", "true",
            "TieredCompilation", "true",
            "TieredStopAtLevel", "4",
            "CompilationMode", "default");

    private static final int AES_256 = 0x1302;
    private static final int CHACHA20 = 0x1303;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aesIsFastWhereTheProcessorHasItAndTheFullCompilerUsesIt() {
        assertTrue(AesSupport.fast(X86, FULL));
        assertTrue(AesSupport.fast(ARM, FULL));
        assertTrue("HotSpot says that there is AES", AesSupport.fast(NOT_TOLD, FULL));
        assertTrue("C2 from the first", AesSupport.fast(X86, with("TieredCompilation", "false")));
        assertTrue(AesSupport.fast(X86, with("UseGHASHIntrinsics", "true")));
    }

    @Test
    public void aesIsNotFastOnAProcessorThatLacksOneOfBoth() {
        assertFalse(AesSupport.fast(Set.of("fpu", "sse2"), FULL));
        assertFalse(AesSupport.fast(Set.of("fpu", "aes"), FULL));
        assertFalse(AesSupport.fast(Set.of("fpu", "pclmulqdq"), FULL));
        assertFalse(AesSupport.fast(Set.of("fp", "asimd", "pmull"), FULL));
    }

    @Test
    public void aesIsNotFastInAVirtualMachineThatDoesNotCompileIt() {
        for (int tier = 0; tier < 4; tier++) {
            assertFalse(AesSupport.fast(X86, with("TieredStopAtLevel", Integer.toString(tier))));
        }
        assertFalse(AesSupport.fast(X86, with("UseAES", "false")));
        assertFalse(AesSupport.fast(X86, with("UseCompiler", "false")));
        assertFalse(AesSupport.fast(X86, with("CompilationMode", "quick-only")));
        assertFalse(AesSupport.fast(X86, with("UseAESIntrinsics", "false")));
        assertFalse(AesSupport.fast(X86, with("UseGHASHIntrinsics", "false")));
        assertFalse("it is not HotSpot, and tells nothing", AesSupport.fast(X86, Map.of()));
        assertFalse(AesSupport.fast(NOT_TOLD, Map.of()));
    }

    @Test
    public void theProcessorsFlagsAreReadAsLinuxListsThem() throws IOException {
        assertEquals(
                Set.of("fpu", "aes", "pclmulqdq"),
                flags(
                        """
                processor\t: 0
                flags\t\t: fpu aes pclmulqdq
                vmx flags\t: other

                processor\t: 1
                flags\t\t: none
                """));
        assertEquals(Set.of("fp", "pmull"), flags("processor\t: 0\nFeatures\t: fp pmull\n"));
        assertEquals(Set.of(), flags("machine: another\n"));
        assertEquals(
                Set.of(), AesSupport.processorFlags(folder.getRoot().toPath().resolve("nobody lists them")));
    }

    @Test
    public void theSuitesAreTheSameInEitherOrder() {
        assertEquals(
                List.of("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256"),
                TlsEngines.suites(true));
        assertEquals(
                List.of("TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256"),
                TlsEngines.suites(false));
    }

    @Test
    public void theServerFollowsTheOrderOfWhoDials() throws ProtectionException {
        assertEquals(AES_256, agreed(true, true));
        assertEquals(AES_256, agreed(true, false));
        assertEquals(CHACHA20, agreed(false, true));
        assertEquals(CHACHA20, agreed(false, false));
    }

    /** Connects, says something both ways, and reads the suite from the ServerHello. */
    private static int agreed(boolean diallerHasAes, boolean answererHasAes) throws ProtectionException {
        DeviceIdentity equipment = new StoredIdentities().create();
        DeviceIdentity issuer = new StoredIdentities().create();
        TestEnd dialler = new TestEnd(protection(diallerHasAes).dial(equipment, issuer.fingerprint()));
        TestEnd answerer = new TestEnd(protection(answererHasAes).answer(issuer, equipment.fingerprint()));
        TestEnd.connect(dialler, answerer);
        assertEquals(State.ESTABLISHED, answerer.session.state());
        dialler.send(new byte[40_000]);
        answerer.send(new byte[20_000]);
        TestEnd.pass(dialler, answerer);
        assertEquals(40_000, answerer.plaintext().length);
        assertEquals(20_000, dialler.plaintext().length);
        // Record header, handshake header, version, random; then the session ID, which has its length before it.
        ByteBuffer hello = ByteBuffer.wrap(answerer.sent());
        int session = 5 + 4 + 2 + 32;
        return Short.toUnsignedInt(hello.getShort(session + 1 + hello.get(session)));
    }

    private static TlsCallProtection protection(boolean aesIsFast) {
        return new TlsCallProtection(new TlsEngines(new SecureRandom(), TlsEngines.GROUPS, aesIsFast));
    }

    private static Map<String, String> with(String flag, String value) {
        Map<String, String> flags = new HashMap<>(FULL);
        flags.put(flag, value);
        return flags;
    }

    private Set<String> flags(String processors) throws IOException {
        Path file = folder.newFile().toPath();
        Files.writeString(file, processors, StandardCharsets.ISO_8859_1);
        return AesSupport.processorFlags(file);
    }
}
