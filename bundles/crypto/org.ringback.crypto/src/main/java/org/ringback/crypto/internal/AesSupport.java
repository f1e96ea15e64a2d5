package org.ringback.crypto.internal;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether AES-GCM is fast here: the processor has AES and carry-less multiplication, and this virtual machine compiles
 * them. It is told by flags, not tried: while nothing is compiled yet, every cipher is slow. Stateless.
 */
final class AesSupport {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    /** How Linux names the line: on x86, on ARM. */
    private static final Set<String> FLAG_LINES = Set.of("flags", "features");

    /** Carry-less multiplication, which GCM's GHASH is made of: on x86, on ARM. */
    private static final List<String> CARRY_LESS = List.of("pclmulqdq", "pmull");

    private static final String USE_AES = "UseAES";
    private static final String COMPILER = "UseCompiler";
    private static final String TIERED = "TieredCompilation";
    private static final String LAST_TIER = "TieredStopAtLevel";
    private static final String MODE = "CompilationMode";
    private static final List<String> INTRINSICS = List.of("UseAESIntrinsics", "UseGHASHIntrinsics");

    /** The tier of HotSpot's full compiler, C2, which alone has AES-GCM in the processor's own instructions. */
    private static final int FULL_COMPILER = 4;

    private AesSupport() {}

    /** {@return whether it is fast on this processor in this virtual machine} */
    static boolean here() {
        return fast(processorFlags(PROCESSORS), machineFlags());
    }

    /**
     * Judges by flags. A virtual machine that does not tell (it is not HotSpot) is taken for one that does not compile
     * them; HotSpot says itself whether the processor has AES, so a system that does not list the processor's flags is
     * taken at HotSpot's word.
     *
     * @param processor the processor's flags as Linux lists them; empty where nobody does
     * @param machine the virtual machine's flags by name, those that it tells
     */
    static boolean fast(Set<String> processor, Map<String, String> machine) {
        boolean has = processor.isEmpty()
                || (processor.contains("aes") && CARRY_LESS.stream().anyMatch(processor::contains));
        return has && on(machine.get(USE_AES), false) && compiles(machine);
    }

    private static boolean compiles(Map<String, String> machine) {
        boolean lastTier = !on(machine.get(TIERED), true)
                || Integer.parseInt(machine.getOrDefault(LAST_TIER, "4")) >= FULL_COMPILER;
        return on(machine.get(COMPILER), true)
                && lastTier
                && !"quick-only".equals(machine.get(MODE))
                && INTRINSICS.stream().allMatch(flag -> on(machine.get(flag), true));
    }

    private static boolean on(@Nullable String value, boolean untold) {
        return value == null ? untold : Boolean.parseBoolean(value);
    }

    /** Reads the first processor's flags: a machine's processors are alike in this. */
    static Set<String> processorFlags(Path processors) {
        try (BufferedReader lines = Files.newBufferedReader(processors, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int colon = line.indexOf(':');
                if (colon > 0
                        && FLAG_LINES.contains(line.substring(0, colon).strip().toLowerCase(Locale.ROOT))) {
                    return Set.of(line.substring(colon + 1).strip().split("\\s+"));
                }
            }
        } catch (IOException notLinux) {
            // Nobody lists them.
        }
        return Set.of();
    }

    private static Map<String, String> machineFlags() {
        Map<String, String> told = new HashMap<>();
        HotSpotDiagnosticMXBean bean;
        try {
            bean = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        } catch (IllegalArgumentException notHotSpot) {
            return told;
        }
        if (bean == null) {
            return told;
        }
        for (String flag : List.of(USE_AES, COMPILER, TIERED, LAST_TIER, MODE, INTRINSICS.get(0), INTRINSICS.get(1))) {
            try {
                told.put(flag, bean.getVMOption(flag).getValue());
            } catch (IllegalArgumentException untold) {
                // A diagnostic flag is told only where it was unlocked; the default is on.
            }
        }
        return told;
    }
}
