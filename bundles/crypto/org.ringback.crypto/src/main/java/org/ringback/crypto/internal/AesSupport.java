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
 * Tells whether AES-GCM is fast here: whether the processor has instructions for AES and carry-less multiplication, and
 * this virtual machine uses them. Reads flags instead of measuring, because every cipher is slow until it is compiled.
 * Stateless.
 */
final class AesSupport {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    /** Names of the line with the flags in Linux's cpuinfo: on x86, on ARM. */
    private static final Set<String> FLAG_LINES = Set.of("flags", "features");

    /** Flags for carry-less multiplication, of which GCM's GHASH consists: on x86, on ARM. */
    private static final List<String> CARRY_LESS = List.of("pclmulqdq", "pmull");

    private static final String USE_AES = "UseAES";
    private static final String COMPILER = "UseCompiler";
    private static final String TIERED = "TieredCompilation";
    private static final String LAST_TIER = "TieredStopAtLevel";
    private static final String MODE = "CompilationMode";
    private static final List<String> INTRINSICS = List.of("UseAESIntrinsics", "UseGHASHIntrinsics");

    /** The tier of HotSpot's compiler C2, the only one that uses the processor's instructions for AES-GCM. */
    private static final int FULL_COMPILER = 4;

    private AesSupport() {}

    /** {@return whether AES-GCM is fast on this processor in this virtual machine} */
    static boolean here() {
        return fast(processorFlags(PROCESSORS), machineFlags());
    }

    /**
     * Decides by flags. A virtual machine without these flags (not HotSpot) counts as one that does not use the
     * instructions. HotSpot says itself whether the processor has AES, so on a system that does not list the
     * processor's flags HotSpot's decide.
     *
     * @param processor the processor's flags as Linux lists them; empty on other systems
     * @param machine those of the virtual machine's flags that it reveals, by name
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

    /** Reads the first processor's flags: all processors of a machine have the same. */
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
            // Not Linux: no list.
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
                // HotSpot hides a diagnostic flag unless these are unlocked; the default is on.
            }
        }
        return told;
    }
}
