package dev.muster.restore.fetch;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import java.util.List;

/** The words for content that is no archive, which name it and never call it corrupt. */
final class NotAnArchive {
    private NotAnArchive() {}

    static Finding finding(Content content, List<String> layers) {
        String inside = inside(layers);
        return switch (content.kind()) {
            case EMPTY ->
                    Finding.of(
                            FindingCode.BACKUP_EMPTY,
                            null,
                            layers.isEmpty()
                                    ? "the file is empty (0 bytes)"
                                    : "the %s is intact and holds nothing (0 bytes)"
                                            .formatted(String.join(" around ", layers)));
            case DAMAGED_ARCHIVE ->
                    Finding.of(
                            FindingCode.ARCHIVE_CORRUPT,
                            null,
                            "the first bytes%s are almost those of a custom archive: its magic is"
                                            .formatted(inside)
                                    + " damaged");
            case ERROR_TEXT ->
                    Finding.of(
                            FindingCode.DUMP_HOLDS_ERROR_TEXT,
                            null,
                            "the file holds %s%s".formatted(content.what(), inside));
            case PHYSICAL ->
                    Finding.of(
                            FindingCode.PHYSICAL_BACKUP,
                            null,
                            "this is %s%s: a part of a physical backup"
                                    .formatted(content.what(), inside));
            case UNSUPPORTED ->
                    Finding.of(
                            FindingCode.LAYER_UNSUPPORTED,
                            null,
                            "this is %s%s, which Muster cannot unwrap"
                                    .formatted(content.what(), inside));
            case FOREIGN ->
                    Finding.of(
                            FindingCode.NOT_A_BACKUP,
                            null,
                            "this is %s%s".formatted(content.what(), inside));
            case UNKNOWN ->
                    Finding.of(
                            FindingCode.NOT_A_BACKUP,
                            null,
                            "the first bytes%s are those of no dump, archive or other format that"
                                            .formatted(inside)
                                    + " Muster knows");
            case DUMP, TAR, ZIP ->
                    throw new IllegalArgumentException("it can be unwrapped: " + content);
        };
    }

    /** Whether this only says that something else than a dump was found. */
    static boolean isAnother(FindingCode code) {
        return switch (code) {
            case NOT_A_BACKUP, BACKUP_EMPTY, LAYER_UNSUPPORTED, DUMP_HOLDS_ERROR_TEXT -> true;
            default -> false;
        };
    }

    private static String inside(List<String> layers) {
        return layers.isEmpty() ? "" : " inside " + String.join(", ", layers.reversed());
    }
}
