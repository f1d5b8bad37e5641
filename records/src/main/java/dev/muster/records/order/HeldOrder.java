package dev.muster.records.order;

/**
 * An order as it was read.
 *
 * @param version of its document, without which nothing changes it
 */
public record HeldOrder(Order order, String version) {}
