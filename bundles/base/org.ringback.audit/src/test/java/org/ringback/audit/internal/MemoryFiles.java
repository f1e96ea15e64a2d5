package org.ringback.audit.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Files in memory, whose disk may be full, or lose its power at any operation. Thread-safe. */
final class MemoryFiles implements AuditFiles {
    /** What is on the disk. */
    final TreeMap<String, byte[]> disk = new TreeMap<>();

    /** Operations that changed something, or would have. */
    int operations;

    /** The operation at which the power goes, of which a part may have been done. */
    int cutAt = Integer.MAX_VALUE;
    /** How many bytes of an {@link #append} reach the disk when the power goes; a fraction of 4. */
    int quarters = 2;
    /** Bytes that fit on the disk. */
    long room = Long.MAX_VALUE;
    /** Whether a failed file can be cut. */
    boolean cuts = true;
    /** Whether others may read the key. */
    boolean open;
    /** Runs before anything is written. */
    Runnable beforeWrite = () -> {};
    /** What a {@link #delete} ends with; null if it works. */
    RuntimeException deleteFault;

    private boolean alive() throws IOException {
        if (operations > cutAt) {
            throw new IOException("no power");
        }
        operations++;
        return operations <= cutAt;
    }

    private static void powerCut() throws IOException {
        throw new IOException("the power went");
    }

    @Override
    public synchronized List<String> list(String folder) {
        return disk.keySet().stream()
                .filter(name -> name.startsWith(folder + '/'))
                .map(name -> name.substring(folder.length() + 1))
                .toList();
    }

    @Override
    public synchronized Optional<byte[]> read(String name) {
        return Optional.ofNullable(disk.get(name)).map(byte[]::clone);
    }

    @Override
    public synchronized void append(String name, long length, byte[] bytes) throws IOException {
        boolean whole = alive();
        beforeWrite.run();
        byte[] before = disk.get(name);
        if (before == null || before.length != length) {
            throw new ChangedFileException(name + (before == null ? ": is missing" : ": has another length"));
        }
        int fits = (int) Math.max(0, Math.min(bytes.length, room - used()));
        int written = whole ? fits : fits * quarters / 4;
        byte[] after = Arrays.copyOf(before, before.length + written);
        System.arraycopy(bytes, 0, after, before.length, written);
        disk.put(name, after);
        if (!whole) {
            powerCut();
        }
        if (fits < bytes.length) {
            throw new IOException("No space left on device");
        }
    }

    private long used() {
        return disk.values().stream().mapToLong(file -> file.length).sum();
    }

    @Override
    public synchronized void replace(String name, byte[] bytes) throws IOException {
        boolean whole = alive();
        beforeWrite.run();
        if (used() + bytes.length > room) {
            throw new IOException("No space left on device");
        }
        if (whole || quarters > 1) {
            disk.put(name, bytes.clone());
        }
        if (!whole) {
            powerCut();
        }
    }

    @Override
    public synchronized void cut(String name, long length) throws IOException {
        boolean whole = alive();
        if (!cuts) {
            throw new IOException("Input/output error");
        }
        if (!disk.containsKey(name)) {
            throw new ChangedFileException(name + ": is missing");
        }
        if (whole || quarters > 1) {
            disk.put(name, Arrays.copyOf(disk.get(name), (int) length));
        }
        if (!whole) {
            powerCut();
        }
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        boolean whole = alive();
        if (deleteFault != null) {
            throw deleteFault;
        }
        if (whole || quarters > 1) {
            disk.remove(name);
        }
        if (!whole) {
            powerCut();
        }
    }

    @Override
    public synchronized boolean tighten(String name) {
        boolean was = open;
        open = false;
        return was;
    }
}
