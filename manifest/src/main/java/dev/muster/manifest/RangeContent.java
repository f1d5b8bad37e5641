package dev.muster.manifest;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * The content of one range of a table; in JSON a list of three, because there are many.
 *
 * @param part its place in the division; below 0 or beyond the last where a key lies outside
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"part", "rows", "hash"})
public record RangeContent(int part, long rows, String hash) {}
