package org.ringback.updater.release;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A file's channel that tells of writes and forces. Used by one thread. */
final class RecordedChannel extends FileChannel {
    private final FileChannel channel;
    private final Noted noted;

    /** Hears of them. */
    interface Noted {
        void writes() throws IOException;

        void written() throws IOException;

        void forced();
    }

    RecordedChannel(FileChannel channel, Noted noted) {
        this.channel = channel;
        this.noted = noted;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        noted.writes();
        int count = channel.write(source);
        noted.written();
        return count;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        channel.force(metaData);
        noted.forced();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return channel.read(target);
    }

    @Override
    public long position() throws IOException {
        return channel.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        channel.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    protected void implCloseChannel() throws IOException {
        channel.close();
    }

    private static UnsupportedOperationException notUsed() {
        return new UnsupportedOperationException("nobody writes so");
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw notUsed();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw notUsed();
    }

    @Override
    public FileChannel truncate(long size) {
        throw notUsed();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw notUsed();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw notUsed();
    }

    @Override
    public int read(ByteBuffer target, long position) {
        throw notUsed();
    }

    @Override
    public int write(ByteBuffer source, long position) {
        throw notUsed();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw notUsed();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw notUsed();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw notUsed();
    }
}
