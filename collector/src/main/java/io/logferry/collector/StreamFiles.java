package io.logferry.collector;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The names of one stream's files. Immutable; any thread.
 *
 * @param folder the source's folder
 */
record StreamFiles(Path folder, UUID streamId) {
    static final String LOG = ".log";
    static final String INDEX = ".idx";

    /**
     * A stream's files.
     *
     * @param indexes the numbers of its indexes, in order
     * @param highest the highest number that any of its files has, damaged ones included; 0 if there is none
     */
    record Found(List<Long> indexes, long highest) {}

    private static final int UUID_LENGTH = 36;
    private static final int MAX_FOLDER_LENGTH = 100;

    /** The folder's name for a source: whatever could mean something to a file system is replaced. */
    static String folderName(String source) {
        String name = source.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^\\.+", "_");
        return name.isEmpty() ? "unnamed" : name.substring(0, Math.min(name.length(), MAX_FOLDER_LENGTH));
    }

    Path log(long number) {
        return folder.resolve(name(number) + LOG);
    }

    Path index(long number) {
        return folder.resolve(name(number) + INDEX);
    }

    private String name(long number) {
        return String.format(Locale.ROOT, "%s-%06d", streamId, number);
    }

    /** Looks for this stream's files, in one pass over the folder. */
    Found find() throws IOException {
        if (!Files.isDirectory(folder)) {
            return new Found(List.of(), 0);
        }
        List<Long> indexes = new ArrayList<>();
        long highest = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, streamId + "-*")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                long number = number(name).orElse(0);
                highest = Math.max(highest, number);
                if (number > 0 && name.endsWith(INDEX)) {
                    indexes.add(number);
                }
            }
        }
        Collections.sort(indexes);
        return new Found(indexes, highest);
    }

    /** The stream that a file of this name belongs to; null if it is none of ours. */
    static @Nullable UUID streamOf(Path file) {
        String name = file.getFileName().toString();
        if (name.length() <= UUID_LENGTH || number(name).isEmpty()) {
            return null;
        }
        try {
            UUID id = UUID.fromString(name.substring(0, UUID_LENGTH));
            return name.startsWith(id + "-") ? id : null;
        } catch (IllegalArgumentException foreign) {
            return null;
        }
    }

    /** The number in the name of a file of ours. */
    static OptionalLong number(String name) {
        int dot = name.indexOf('.');
        String digits = dot > UUID_LENGTH ? name.substring(UUID_LENGTH + 1, dot) : "";
        return digits.matches("[0-9]{1,15}") ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
    }

    /** Makes the folder if it is missing, readable by its owner only. */
    static void makeFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        try {
            Files.createDirectory(folder, permissions(folder.toAbsolutePath().getParent(), "rwx------"));
            forceFolder(folder.toAbsolutePath().getParent());
        } catch (FileAlreadyExistsException another) {
            if (!Files.isDirectory(folder)) {
                throw another;
            }
        }
    }

    /** Makes a file that did not exist, readable by its owner only. */
    static FileChannel create(Path file) throws IOException {
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return FileChannel.open(file, options, permissions(file.getParent(), "rw-------"));
    }

    static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    /** Makes created and deleted names durable, where the platform can. */
    static void forceFolder(@Nullable Path folder) throws IOException {
        if (folder != null && isPosix(folder)) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static FileAttribute<?>[] permissions(@Nullable Path parent, String text) {
        return parent != null && isPosix(parent)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
