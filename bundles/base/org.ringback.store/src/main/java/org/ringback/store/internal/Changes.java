package org.ringback.store.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringback.store.Change;

/** Turns changes into bytes and back: table, key, length of the value (−1: removed), value. Stateless. */
final class Changes {
    private static final int REMOVED = -1;

    private Changes() {}

    static byte[] toBytes(List<Change> changes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (Change change : changes) {
                out.writeUTF(change.table());
                out.writeUTF(change.key());
                if (change.value().isPresent()) {
                    byte[] value = change.value().get();
                    out.writeInt(value.length);
                    out.write(value);
                } else {
                    out.writeInt(REMOVED);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what {@link #toBytes} made.
     *
     * @throws IOException if the bytes are anything else
     */
    static List<Change> read(byte[] bytes) throws IOException {
        List<Change> changes = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            while (in.available() > 0) {
                String table = in.readUTF();
                String key = in.readUTF();
                int length = in.readInt();
                Optional<byte[]> value = length == REMOVED ? Optional.empty() : Optional.of(in.readNBytes(length));
                changes.add(new Change(table, key, value, false));
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("changes: " + e.getMessage(), e);
        }
        return changes;
    }
}
