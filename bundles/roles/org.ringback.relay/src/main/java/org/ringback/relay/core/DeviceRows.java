package org.ringback.relay.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.api.control.Enrolment.State;

/**
 * Enrolment records, packed into a few large arrays, because the garbage collector would take long to go through a
 * million objects. A row is never removed; its number is its position in the order in which IDs became known. Not
 * thread-safe.
 */
final class DeviceRows {
    private static final int KEY = 0;
    private static final int SINCE = KEY + KeyFingerprint.LENGTH;
    private static final int ROLE = SINCE + Long.BYTES;
    private static final int STATE = ROLE + Byte.BYTES;
    private static final int PROTECTIONS = STATE + Byte.BYTES;
    private static final int NAME_LENGTH = PROTECTIONS + Character.BYTES;
    private static final int NAME = NAME_LENGTH + Byte.BYTES;

    /** A row is wholly in one block; the upper bits of its position are the block's number. */
    private static final int BLOCK_BITS = 16;

    private static final int BLOCK = 1 << BLOCK_BITS;
    private static final int INITIAL = 64;
    private static final List<State> STATES = List.of(State.values());

    private final List<ByteBuffer> blocks = new ArrayList<>();
    /** The sets of protections in use, by number; many rows share few sets. */
    private final List<Set<ProtectionId>> sets = new ArrayList<>();

    private final Map<Set<ProtectionId>, Character> numbers = new HashMap<>();
    private int[] positions = new int[INITIAL];
    /** The numbers of all rows, by ID. */
    private int[] ordered = new int[INITIAL];

    private int size;
    private int free = BLOCK;

    /** How many arrays hold the rows. */
    int blocks() {
        return blocks.size();
    }

    /** Adds a row; returns its number. */
    int add(Device device) {
        int length = NAME + device.id().value().length();
        if (free + length > BLOCK) {
            blocks.add(ByteBuffer.allocate(BLOCK));
            free = 0;
        }
        if (size == positions.length) {
            positions = Arrays.copyOf(positions, 2 * size);
            ordered = Arrays.copyOf(ordered, 2 * size);
        }
        positions[size] = (blocks.size() - 1) << BLOCK_BITS | free;
        free += length;
        set(size, device);
        int place = behind(device.id());
        System.arraycopy(ordered, place, ordered, place + 1, size - place);
        ordered[place] = size;
        return size++;
    }

    /** How many IDs are not greater than one. */
    int behind(EquipmentId id) {
        int low = 0;
        int high = size;
        // The store gives the rows in order, so look at the last one first.
        for (int middle = size - 1; low < high; middle = (low + high) / 2) {
            if (id(ordered[middle]).compareTo(id) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The numbers of rows in the order of their IDs, from a position on. */
    IntStream from(int place) {
        return Arrays.stream(ordered, place, size);
    }

    /** Replaces a row of the same ID. */
    void set(int row, Device device) {
        byte[] name = device.id().value().getBytes(StandardCharsets.US_ASCII);
        int at = place(row);
        block(row)
                .put(at + KEY, device.key().bytes())
                .putLong(at + SINCE, device.sinceMillis())
                .put(at + ROLE, (byte) device.role().number())
                .put(at + STATE, (byte) STATES.indexOf(device.state()))
                .putChar(at + PROTECTIONS, numbers.computeIfAbsent(device.protections(), this::add))
                .put(at + NAME_LENGTH, (byte) name.length)
                .put(at + NAME, name);
    }

    private char add(Set<ProtectionId> set) {
        sets.add(set);
        return (char) (sets.size() - 1);
    }

    Device get(int row) {
        return new Device(
                id(row),
                Role.of(block(row).get(place(row) + ROLE)),
                key(row),
                sets.get(block(row).getChar(place(row) + PROTECTIONS)),
                state(row),
                sinceMillis(row));
    }

    EquipmentId id(int row) {
        byte[] name = new byte[block(row).get(place(row) + NAME_LENGTH)];
        block(row).get(place(row) + NAME, name);
        return new EquipmentId(new String(name, StandardCharsets.US_ASCII));
    }

    boolean isOf(int row, EquipmentId id) {
        byte[] name = id.value().getBytes(StandardCharsets.US_ASCII);
        int at = place(row) + NAME;
        int end = at + block(row).get(place(row) + NAME_LENGTH);
        return Arrays.equals(block(row).array(), at, end, name, 0, name.length);
    }

    KeyFingerprint key(int row) {
        byte[] key = new byte[KeyFingerprint.LENGTH];
        block(row).get(place(row) + KEY, key);
        return KeyFingerprint.of(key);
    }

    State state(int row) {
        return STATES.get(block(row).get(place(row) + STATE));
    }

    boolean counts(int row) {
        return state(row) == State.ENROLLED;
    }

    long sinceMillis(int row) {
        return block(row).getLong(place(row) + SINCE);
    }

    private ByteBuffer block(int row) {
        return blocks.get(positions[row] >>> BLOCK_BITS);
    }

    private int place(int row) {
        return positions[row] & (BLOCK - 1);
    }
}
