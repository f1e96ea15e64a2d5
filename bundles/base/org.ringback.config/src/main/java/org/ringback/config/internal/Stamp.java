package org.ringback.config.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;

/** What must differ once a file's content, kind or permissions have changed. Immutable. */
record Stamp(String text) {
    static Stamp of(Path file) {
        try {
            try {
                PosixFileAttributes all = Files.readAttributes(file, PosixFileAttributes.class);
                return new Stamp(basic(all) + all.permissions() + all.owner() + all.group());
            } catch (UnsupportedOperationException e) {
                return new Stamp(basic(Files.readAttributes(file, BasicFileAttributes.class)));
            }
        } catch (IOException e) {
            return new Stamp(e.getClass().getSimpleName() + Files.isSymbolicLink(file));
        }
    }

    private static String basic(BasicFileAttributes file) {
        return file.lastModifiedTime() + " " + file.size() + " " + file.fileKey() + " " + file.isRegularFile() + " ";
    }
}
