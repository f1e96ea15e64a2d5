package org.ringback.kernel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.ringback.api.ProtectionId;
import org.ringback.wire.Tlv;

/**
 * Writes and reads protections in a record on disk, as numbers. Older versions wrote the names of the two that then
 * existed. Stateless.
 */
public final class StoredProtections {
    private static final Map<String, ProtectionId> ONCE_NAMED =
            Map.of("tls13", ProtectionId.TLS13, "certificate-first", ProtectionId.CERTIFICATE_FIRST);

    private StoredProtections() {}

    /**
     * Writes protections.
     *
     * @param record takes them
     * @param tag the tag of each field
     * @param protections the protections, whether known here or not
     */
    public static void write(Tlv.Writer record, int tag, Set<ProtectionId> protections) {
        protections.stream().sorted().forEach(one -> record.put(tag, one.number()));
    }

    /**
     * Reads protections.
     *
     * @param record has them
     * @param tag the tag of each field
     * @return all of them, whether known here or not
     * @throws IllegalArgumentException if a field has a form that no version wrote
     */
    public static Set<ProtectionId> read(Tlv record, int tag) {
        return record.all(tag).stream().map(StoredProtections::one).collect(Collectors.toUnmodifiableSet());
    }

    private static ProtectionId one(byte[] field) {
        if (field.length == Long.BYTES) {
            return new ProtectionId(Math.toIntExact(ByteBuffer.wrap(field).getLong()));
        }
        ProtectionId named = ONCE_NAMED.get(new String(field, StandardCharsets.UTF_8));
        if (named == null) {
            throw new IllegalArgumentException("protection: " + field.length + " bytes (expected: a number of 8)");
        }
        return named;
    }
}
