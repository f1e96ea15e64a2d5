package org.ringback.runtime.soak;

import static org.junit.Assert.assertEquals;

import java.util.Optional;
import org.junit.Test;

public final class VitalsTest {
    private static final long KIB = 1024;

    @Test
    public void theHeapOfTheSerialCollectorIsTheSumOfItsGenerations() {
        assertEquals(
                Optional.of((1_033 + 20_480) * KIB),
                Vitals.used(
                        """
                        4711:
                        Command executed successfully
                         def new generation   total 9792K, used 1033K [0x00, 0x01, 0x02)
                          eden space 8704K,  11% used [0x00, 0x01, 0x02)
                          from space 1088K,   0% used [0x00, 0x01, 0x02)
                         tenured generation   total 21888K, used 20480K [0x00, 0x01, 0x02)
                           the space 21888K,  93% used [0x00, 0x01, 0x02)
                         Metaspace       used 31240K, committed 31808K, reserved 1114112K
                          class space    used 3711K, committed 3968K, reserved 1048576K
                        """));
    }

    @Test
    public void theHeapOfG1IsOneNumber() {
        assertEquals(
                Optional.of(8_192 * KIB),
                Vitals.used(
                        """
                         garbage-first heap   total 65536K, used 8192K [0x00, 0x01)
                          region size 1024K, 5 young (5120K), 0 survivors (0K)
                         Metaspace       used 31240K, committed 31808K, reserved 1114112K
                        """));
    }

    @Test
    public void ofAnotherCollectorNothingIsKnown() {
        assertEquals(Optional.empty(), Vitals.used(" ZHeap used 20M, capacity 64M, max capacity 512M\n"));
    }
}
