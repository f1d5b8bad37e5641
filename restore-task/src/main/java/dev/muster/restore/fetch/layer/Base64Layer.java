package dev.muster.restore.fetch.layer;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** base64 of either alphabet, in one line or many, around something that is known. */
final class Base64Layer implements Layer {
    private static final int SHORTEST = 32;
    private static final List<String> KNOWN =
            List.of("PGDMP", "PK\u0003\u0004", "--\n-- PostgreSQL", "--\r\n-- PostgreSQL");

    @Override
    public String name() {
        return "base64";
    }

    @Override
    public boolean recognises(Head head) {
        if (head.length() < SHORTEST || !isBase64(head)) {
            return false;
        }
        Head decoded = decoded(head);
        return Layers.of(decoded) != null
                || KNOWN.stream().anyMatch(decoded::startsWith)
                || decoded.hasAt(257, "ustar");
    }

    private static boolean isBase64(Head head) {
        for (int i = 0; i < head.length(); i++) {
            int c = head.at(i);
            boolean inAlphabet =
                    (c >= 'A' && c <= 'Z')
                            || (c >= 'a' && c <= 'z')
                            || (c >= '0' && c <= '9')
                            || "+/-_=\r\n".indexOf(c) >= 0;
            if (!inAlphabet) {
                return false;
            }
        }
        return true;
    }

    private static Head decoded(Head head) {
        try (Base64Stream in = new Base64Stream(new ByteArrayInputStream(head.copy()), false)) {
            byte[] bytes = in.readNBytes(Head.SIZE);
            return Head.of(bytes, bytes.length, head.isComplete());
        } catch (IOException notBase64) {
            return Head.of(new byte[0], 0, true);
        }
    }

    @Override
    public InputStream open(LayerStream in, LayerContext context) {
        return new Base64Stream(in, false);
    }

    @Override
    public Finding explain(Exception thrown) {
        return thrown instanceof EOFException
                ? Finding.of(
                        FindingCode.COMPRESSION_TRUNCATED, null, "the base64 text is truncated")
                : Finding.of(
                        FindingCode.COMPRESSION_DAMAGED,
                        null,
                        "the base64 text is damaged: " + thrown.getMessage());
    }
}
