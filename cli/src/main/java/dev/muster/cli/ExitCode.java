package dev.muster.cli;

/** The exit codes that say nothing of a verdict; those that do are {@code Verdict.exitCode()}. */
final class ExitCode {
    /** A command other than a drill did what it was asked for. */
    static final int OK = 0;

    /** A defect of ours, outside of any drill: Muster cannot tell. */
    static final int DEFECT = 2;

    /** Wrong usage or configuration; nothing was drilled. */
    static final int USAGE = 64;

    private ExitCode() {}
}
