package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class JsonTest {
    @Test
    public void valuesAreWrittenAsTheyAre() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("a", 1.5);
        map.put("b", List.of(true, "x"));
        map.put("c", Map.of());
        map.put("d", List.of());
        assertEquals("{\"a\":1.5,\"b\":[true,\n \"x\"],\"c\":{},\"d\":[]}", Json.write(map));
    }

    @Test
    public void nothingInATextBreaksOutOfIt() {
        assertEquals("\"\\\"\\\\\\u000a\\u0000°\"", Json.write("\"\\\n\0°"));
    }
}
