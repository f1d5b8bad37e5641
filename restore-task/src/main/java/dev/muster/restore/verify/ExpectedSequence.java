package dev.muster.restore.verify;

/** Where the archive leaves a sequence: the arguments of its setval. */
public record ExpectedSequence(String schema, String name, long lastValue, boolean isCalled) {}
