package org.ringback.runtime.console;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The names of the caller's files that begin as a word does. Stateless. */
final class FileNames {
    private static final int MOST = 1_000;

    private FileNames() {}

    /**
     * Looks into the folder that the word names.
     *
     * @param typed the word
     * @return whole words; a folder ends with a slash. None where nothing can be read
     */
    static List<String> beginning(String typed) {
        String folder = typed.substring(0, typed.lastIndexOf('/') + 1);
        String name = typed.substring(folder.length());
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(folder.isEmpty() ? "." : folder))) {
            for (Path file : files) {
                String each = String.valueOf(file.getFileName());
                boolean hidden = each.startsWith(".") && !name.startsWith(".");
                if (each.startsWith(name) && !hidden && found.size() < MOST) {
                    found.add(folder + each + (Files.isDirectory(file) ? "/" : ""));
                }
            }
        } catch (IOException | InvalidPathException e) {
            return List.of();
        }
        return found;
    }
}
