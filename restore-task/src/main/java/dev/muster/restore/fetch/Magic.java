package dev.muster.restore.fetch;

import dev.muster.restore.fetch.Content.Kind;
import dev.muster.restore.fetch.layer.Head;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files that a store may hold in place of a dump, known by the bytes they begin with. */
record Magic(String bytes, Kind kind, String what) {
    private static final List<Magic> ALL =
            List.of(
                    unsupported("7z\u00bc\u00af'\u001c", "a 7z file"),
                    unsupported("Rar!\u001a\u0007", "a rar file"),
                    unsupported("\u00ff\u0006\u0000\u0000sNaPpY", "snappy's framing format"),
                    unsupported("\u001f\u009d", "a file of compress (.Z)"),
                    unsupported("\u0089LZO\u0000", "an lzop file"),
                    unsupported("RCLONE\u0000\u0000", "rclone's crypt format"),
                    unsupported("LUKS\u00ba\u00be", "a LUKS volume"),
                    unsupported("$ANSIBLE_VAULT;", "an Ansible vault"),
                    unsupported("\u0000GITCRYPT\u0000", "a file of git-crypt"),
                    unsupported("BORG_SEG", "a segment of a Borg repository"),
                    unsupported("scrypt\u0000", "a file of the scrypt utility"),
                    unsupported("AES\u0002\u0000", "an AES Crypt file"),
                    unsupported("AES\u0001\u0000", "an AES Crypt file"),
                    unsupported("AES\u0003\u0000", "an AES Crypt file"),
                    unsupported("-----BEGIN PKCS7-----", "a CMS envelope (openssl smime or cms)"),
                    unsupported("-----BEGIN CMS-----", "a CMS envelope (openssl cms)"),
                    unsupported("MIME-Version: 1.0\n", "an S/MIME envelope (openssl smime or cms)"),
                    unsupported(
                            "MIME-Version: 1.0\r\n", "an S/MIME envelope (openssl smime or cms)"),
                    unsupported("\u0001\u0080\u0003x", "the AWS Encryption SDK's format"),
                    unsupported("\u0001\u0080\u0003F", "the AWS Encryption SDK's format"),
                    unsupported("\u0001\u0080\u0002\u0014", "the AWS Encryption SDK's format"),
                    unsupported("\u0001\u0080\u0001x", "the AWS Encryption SDK's format"),
                    unsupported("\u0002\u0005x", "the AWS Encryption SDK's format"),
                    unsupported("\u0002\u0004x", "the AWS Encryption SDK's format"),
                    unsupported("xar!", "a xar file"),
                    unsupported("LZIP\u0001", "an lzip file"),
                    unsupported("07070", "a cpio archive"),
                    unsupported("!<arch>\n", "an ar archive"),
                    unsupported("QFI\u00fb", "a disk image (qcow2)"),
                    unsupported("KDMV", "a disk image (VMDK)"),
                    foreign("SQLite format 3\u0000", "a SQLite database"),
                    foreign("PGCOPY\n\u00ff\r\n\u0000", "one table's rows, by COPY in binary"),
                    foreign("\u0089PNG\r\n", "a PNG image"),
                    foreign("\u00ff\u00d8\u00ff", "a JPEG image"),
                    foreign("GIF8", "a GIF image"),
                    foreign("%PDF-", "a PDF document"),
                    foreign("\u007fELF", "a program (ELF)"),
                    foreign("#!", "a script"),
                    foreign("PAR1", "a Parquet file"),
                    foreign("REDIS0", "a dump of Redis"),
                    foreign("EXPORT:V", "a dump of Oracle"),
                    foreign("TAPE\u0000\u0000", "a backup of SQL Server"),
                    foreign("m\u00e2\u0099\u0081", "an archive of mongodump"),
                    foreign("-----BEGIN CERTIFICATE", "a certificate"),
                    foreign("-----BEGIN PGP PUBLIC KEY", "an OpenPGP public key"),
                    unsupported("-----BEGIN PGP SIGNED MESSAGE", "an OpenPGP clear-signed text"),
                    foreign("-----BEGIN PGP SIGNATURE", "an OpenPGP signature without the file"));

    private static Magic unsupported(String bytes, String what) {
        return new Magic(bytes, Kind.UNSUPPORTED, what);
    }

    private static Magic foreign(String bytes, String what) {
        return new Magic(bytes, Kind.FOREIGN, what);
    }

    static @Nullable Content of(Head head) {
        for (Magic magic : ALL) {
            if (head.startsWith(magic.bytes)) {
                return new Content(magic.kind, magic.what);
            }
        }
        return isCms(head)
                ? new Content(Kind.UNSUPPORTED, "a CMS envelope (openssl smime or cms)")
                : walSegment(head);
    }

    /**
     * A SEQUENCE in DER, of either length's form, that begins with an object identifier of PKCS #7
     * or of S/MIME's content types (RFC 5652, RFC 5083).
     */
    private static boolean isCms(Head head) {
        int length = head.at(1);
        int body = length > 0x80 && length <= 0x84 ? 2 + (length & 0x7f) : 2;
        return head.at(0) == 0x30
                && (head.hasAt(body, "\u0006\t*\u0086H\u0086\u00f7\r\u0001\u0007")
                        || head.hasAt(
                                body, "\u0006\u000b*\u0086H\u0086\u00f7\r\u0001\t\u0010\u0001"));
    }

    /**
     * A page header of the write-ahead log: the magic 0xD0xx or 0xD1xx and the long-header flag.
     */
    private static @Nullable Content walSegment(Head head) {
        boolean magic = head.at(1) == 0xD0 || head.at(1) == 0xD1;
        boolean longHeader = (head.at(2) & 0x02) != 0 && head.at(3) == 0;
        boolean pageSize = head.at(36) == 0 && head.at(37) == 0x20 && head.at(38) == 0;
        return magic && longHeader && pageSize
                ? new Content(Kind.PHYSICAL, "a segment of the write-ahead log")
                : null;
    }
}
