package io.logferry.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import org.jspecify.annotations.Nullable;

/** Whose files a slot's are: what somebody else makes there, its application could not use. Main thread. */
final class FolderOwner {
    private FolderOwner() {}

    /** Why this process is to make no files for a slot, as one sentence; null if it may. */
    static @Nullable String refusal(Path slotFolder) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(slotFolder, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            return null; // a file system without such owners
        }
        UserPrincipal owner = view.getOwner();
        UserPrincipal maker = makerOfFilesBeside(slotFolder);
        return owner.equals(maker)
                ? null
                : "run it as " + owner.getName() + ", to whom slot folder=" + slotFolder
                        + " belongs: its application can't use files that " + maker.getName() + " makes there";
    }

    /** Asked of a file in the same place: a network's file system may have a mind of its own about owners. */
    private static UserPrincipal makerOfFilesBeside(Path slotFolder) throws IOException {
        Path probe = Files.createTempFile(slotFolder.resolveSibling(""), "logferry-spill-", ".tmp");
        try {
            return Files.getOwner(probe, LinkOption.NOFOLLOW_LINKS);
        } finally {
            Files.delete(probe);
        }
    }
}
